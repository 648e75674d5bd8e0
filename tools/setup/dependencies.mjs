import { existsSync, readFileSync } from 'node:fs';
import { withLock } from '../lib/lock.mjs';
import { fromRoot } from '../lib/root.mjs';
import { run } from '../lib/run.mjs';
import { ToolError, say } from '../lib/say.mjs';

/**
 * @typedef {{ version?: string, optional?: boolean, link?: boolean }} LockedPackage
 * @typedef {Record<string, LockedPackage>} LockedPackages
 */

/**
 * The packages of the lock file that are not installed as locked. npm records what it installed in
 * node_modules/.package-lock.json, written last, so an interrupted install has none. Packages for other
 * platforms are optional and may be absent, but not outdated.
 * @param {LockedPackages} locked
 * @param {LockedPackages} installed
 * @returns {string[]}
 */
export function outdatedPackages(locked, installed) {
  return Object.entries(locked)
    .filter(([path]) => path.startsWith('node_modules/'))
    .filter(([path, { version, optional }]) => {
      const present = installed[path];
      return present ? present.version !== version : optional !== true;
    })
    .map(([path]) => path.slice('node_modules/'.length));
}

/**
 * @param {string} folder
 * @returns {string | undefined} why `npm ci` has to run there
 */
export function whyInstall(folder) {
  const record = `${folder}/node_modules/.package-lock.json`;
  if (!existsSync(record)) return 'node_modules is missing';
  const outdated = outdatedPackages(packagesOf(`${folder}/package-lock.json`), packagesOf(record));
  return outdated.length > 0 ? `${outdated.length} packages differ from package-lock.json` : undefined;
}

/**
 * Brings node_modules in line with package-lock.json; does nothing when it is.
 * @param {string} [folder] the repository's own by default
 * @param {string} [name] its name in the progress line
 */
export async function ensureDependencies(folder = fromRoot(), name = 'npm dependencies') {
  if (whyInstall(folder) === undefined) return;
  const waiting = (/** @type {{ pid: number }} */ { pid }) => say(`Set-up: process ${pid} is installing: waiting`);
  await withLock(fromRoot('tmp', 'dependencies.lock'), waiting, () => install(folder, name));
}

/**
 * @param {string} folder
 * @param {string} name
 */
async function install(folder, name) {
  const reason = whyInstall(folder);
  if (reason === undefined) return;
  say(`Set-up: installing ${name} (${reason})`);
  const { code } = await npm(['ci', '--loglevel=error'], folder);
  if (code !== 0) {
    throw new ToolError(`npm ci failed in ${folder} (exit code ${code}).`, 'See npm’s output above.');
  }
}

/**
 * npm is a script: run it with the current Node, if npm's path is known.
 * @param {readonly string[]} args
 * @param {string} cwd
 */
async function npm(args, cwd) {
  const script = process.env['npm_execpath'];
  if (script?.endsWith('.js')) return run(process.execPath, [script, ...args], { cwd });
  return run('npm', args, { cwd }).catch((cause) => {
    throw new ToolError(
      `npm cannot be started (${cause.message}).`,
      'Install npm: apt-get install npm, or brew install node@24.',
    );
  });
}

/**
 * @param {string} path
 * @returns {LockedPackages}
 */
function packagesOf(path) {
  return JSON.parse(readFileSync(path, 'utf8')).packages ?? {};
}
