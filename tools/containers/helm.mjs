import { createHash, randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { withLock } from '../lib/lock.mjs';
import { fromRoot } from '../lib/root.mjs';
import { run } from '../lib/run.mjs';
import { ToolError, say } from '../lib/say.mjs';
import { cacheFolder } from '../setup/cache.mjs';
import { ensureGo } from '../setup/go.mjs';

const MODULE = fromRoot('tools', 'containers', 'helm');
const PACKAGE = 'helm.sh/helm/v3/cmd/helm';

export const CHART = fromRoot('deploy', 'helm', 'heddle');

/**
 * The Helm version that tools/containers/helm/go.mod pins: from the cache, or built, which takes a minute and a half on
 * two cores.
 * @returns {Promise<string>} path of the program
 */
export async function ensureHelm() {
  const sources = createHash('sha256')
    .update(readFileSync(join(MODULE, 'go.sum')))
    .digest('hex')
    .slice(0, 12);
  const folder = join(cacheFolder(), 'helm');
  const program = join(folder, `helm-${sources}`);
  mkdirSync(folder, { recursive: true });
  const waiting = (/** @type {{ pid: number }} */ { pid }) => say(`Set-up: process ${pid} is building Helm: waiting`);
  await withLock(`${program}.lock`, waiting, async () => {
    if (!existsSync(program)) await build(program);
  });
  return program;
}

/** @param {string} program */
async function build(program) {
  say('Set-up: building Helm (once)');
  const go = await ensureGo('Helm is built with it');
  const draft = `${program}.${randomUUID()}`;
  const env = { ...process.env, GOFLAGS: '-mod=readonly', GOWORK: 'off', CGO_ENABLED: '0' };
  const args = ['build', '-buildvcs=false', '-trimpath', '-ldflags', '-s -w', '-o', draft, PACKAGE];
  const { code, stderr } = await run(go, args, { cwd: MODULE, env, output: 'capture' });
  if (code === 0) return renameSync(draft, program);
  rmSync(draft, { force: true });
  throw new ToolError(
    `Helm could not be built.\n${stderr.trim().split('\n').slice(-15).join('\n')}`,
    'Check that the Go module proxy is reachable (go env GOPROXY).',
  );
}

/**
 * Helm for one namespace.
 * @param {string} program
 * @param {string} namespace
 * @param {NodeJS.ProcessEnv} [env] where KUBECONFIG names the cluster
 */
export function helmIn(program, namespace, env = process.env) {
  return async (/** @type {string[]} */ ...args) => {
    const { code, stdout, stderr } = await run(program, ['--namespace', namespace, ...args], {
      env,
      output: 'capture',
    });
    if (code === 0) return stdout;
    throw new ToolError(`helm ${args[0]} failed:\n${`${stdout}\n${stderr}`.trim()}`, 'See its output above.');
  };
}
