import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fromRoot } from '../lib/root.mjs';
import { run, type RunOptions } from '../lib/run.mjs';
import { ToolError } from '../lib/say.mjs';

/**
 * Fills the caches of builds in pods with the dependencies of the sample chaincodes: pods of the test cluster cannot
 * reach a package registry.
 * @param shared the folder that pods see as the shared volume
 */
export async function warmBuildCaches(shared: string, env: NodeJS.ProcessEnv): Promise<void> {
  const work = mkdtempSync(join(tmpdir(), 'heddle-caches-'));
  try {
    await Promise.all([warmGo(join(shared, 'cache', 'go'), env), warmNpm(join(shared, 'cache', 'node'), work, env)]);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  await must('chmod', ['-R', 'a+rwX', join(shared, 'cache')], { env });
}

async function warmGo(cache: string, env: NodeJS.ProcessEnv): Promise<void> {
  const [own = '', proxy = ''] = (await must('go', ['env', 'GOMODCACHE', 'GOPROXY'], { env })).trim().split('\n');
  const proxies = `file://${join(own, 'cache', 'download')},${proxy}`;
  const goEnv = { ...env, GOMODCACHE: join(cache, 'mod'), GOFLAGS: '-modcacherw', GOPROXY: proxies };
  for (const sample of ['asset-transfer-go', 'loyalty-points-go']) {
    await must('go', ['mod', 'download'], { cwd: fromRoot('samples', sample), env: goEnv });
  }
}

async function warmNpm(cache: string, work: string, env: NodeJS.ProcessEnv): Promise<void> {
  const args = ['ci', '--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund', '--cache', join(cache, 'npm')];
  for (const sample of ['asset-transfer', 'shipment-tracking']) {
    for (const file of ['package.json', 'package-lock.json'])
      cpSync(fromRoot('samples', sample, file), join(work, file));
    await must('npm', args, { cwd: work, env });
  }
}

async function must(command: string, args: readonly string[], options: RunOptions): Promise<string> {
  const { code, stdout, stderr } = await run(command, args, { ...options, output: 'capture' });
  if (code === 0) return stdout;
  throw new ToolError(`${[command, ...args].join(' ')} failed (exit ${code}).`, stderr.trim().slice(-1_000));
}

/** Environment of builds on a cluster whose pods cannot reach a registry. */
export const OFFLINE_BUILDS = { GOPROXY: 'off', GOFLAGS: '-mod=mod', npm_config_offline: 'true' };
