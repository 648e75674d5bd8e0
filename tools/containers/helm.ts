import { createHash, randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { withLock } from '../lib/lock.mjs';
import type { ProcessIdentity } from '../lib/process-identity.mjs';
import { fromRoot } from '../lib/root.mjs';
import { lastLines, run } from '../lib/run.mjs';
import { ToolError, say } from '../lib/say.mjs';
import { cacheFolder } from '../setup/cache.ts';
import { ensureGo } from '../setup/go.ts';

const MODULE = fromRoot('tools', 'containers', 'helm');
const PACKAGE = 'helm.sh/helm/v3/cmd/helm';

export const CHART = fromRoot('deploy', 'helm', 'heddle');

/**
 * The Helm version that tools/containers/helm/go.mod pins: from the cache, or built, which takes a minute and a half on
 * two cores.
 * @returns path of the program
 */
export async function ensureHelm(): Promise<string> {
  const sources = createHash('sha256')
    .update(readFileSync(join(MODULE, 'go.sum')))
    .digest('hex')
    .slice(0, 12);
  const folder = join(cacheFolder(), 'helm');
  const program = join(folder, `helm-${sources}`);
  mkdirSync(folder, { recursive: true });
  const waiting = ({ pid }: ProcessIdentity) => {
    say(`Set-up: process ${pid} is building Helm: waiting`);
  };
  await withLock(`${program}.lock`, waiting, async () => {
    if (!existsSync(program)) await build(program);
  });
  return program;
}

async function build(program: string): Promise<void> {
  say('Set-up: building Helm (once)');
  const go = await ensureGo('Helm is built with it');
  const draft = `${program}.${randomUUID()}`;
  const env = { ...process.env, GOFLAGS: '-mod=readonly', GOWORK: 'off', CGO_ENABLED: '0' };
  const args = ['build', '-buildvcs=false', '-trimpath', '-ldflags', '-s -w', '-o', draft, PACKAGE];
  const result = await run(go, args, { cwd: MODULE, env, output: 'capture' });
  if (result.code === 0) {
    renameSync(draft, program);
    return;
  }
  rmSync(draft, { force: true });
  throw new ToolError(
    `Helm could not be built.\n${lastLines(result)}`,
    'Check that the Go module proxy is reachable (go env GOPROXY).',
  );
}

/** Runs a command of Helm, and resolves to its standard output. */
export type Helm = (...args: string[]) => Promise<string>;

/**
 * Helm for one namespace.
 * @param env where KUBECONFIG names the cluster
 */
export function helmIn(program: string, namespace: string, env: NodeJS.ProcessEnv = process.env): Helm {
  return async (...args) => {
    const { code, stdout, stderr } = await run(program, ['--namespace', namespace, ...args], {
      env,
      output: 'capture',
    });
    if (code === 0) return stdout;
    throw new ToolError(`helm ${args[0] ?? ''} failed:\n${`${stdout}\n${stderr}`.trim()}`, 'See its output above.');
  };
}
