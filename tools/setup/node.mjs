import { delimiter, dirname } from 'node:path';
import { fromRoot } from '../lib/root.mjs';
import { isExecutable } from '../lib/run.mjs';
import { ToolError } from '../lib/say.mjs';

/** Older versions lack what the dependencies need (better-sqlite3 13 crashes, undici 8 throws). */
const OLDEST = [22, 22, 3];

/**
 * Whether a Node of this version can run the project.
 * @param {string} version as in process.version
 */
export function isRecentEnough(version) {
  const parts = version.replace(/^v/, '').split('.').map(Number);
  for (const [index, least] of OLDEST.entries()) {
    const part = parts[index] ?? 0;
    if (part !== least) return part > least;
  }
  return true;
}

/**
 * The Node that the project runs on: the one from node_modules, else the system's if it is recent enough.
 * @param {{ packaged: string, system: { path: string, version: string }, platform: NodeJS.Platform, exists: (path: string) => boolean }} facts
 * @returns {string} path of the executable
 */
export function chooseNode({ packaged, system, platform, exists }) {
  if (exists(packaged)) return packaged;
  if (isRecentEnough(system.version)) return system.path;
  const remedy =
    platform === 'darwin'
      ? 'Install a newer one and start again: brew install node@24 && export PATH="$(brew --prefix node@24)/bin:$PATH"'
      : 'Install Node.js 24 for this machine and start again.';
  throw new ToolError(
    `Node.js ${system.version} is too old for Heddle, which needs ${OLDEST.join('.')} or newer.`,
    remedy,
  );
}

/** @returns {string} path of the Node executable that the project runs on */
export function projectNode() {
  return chooseNode({
    packaged: fromRoot('node_modules', `node-${process.platform}-${process.arch}`, 'bin', 'node'),
    system: { path: process.execPath, version: process.version },
    platform: process.platform,
    exists: isExecutable,
  });
}

/**
 * An environment whose PATH starts with the workspace's programs and Node.
 * @param {string} node
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {NodeJS.ProcessEnv}
 */
export function withProjectPath(node, env = process.env) {
  const path = [dirname(node), fromRoot('node_modules', '.bin'), env['PATH']].filter(Boolean).join(delimiter);
  return { ...env, PATH: path };
}
