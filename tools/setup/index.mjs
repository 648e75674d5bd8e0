import { delimiter, dirname } from 'node:path';
import { withLock } from '../lib/lock.mjs';
import { fromRoot } from '../lib/root.mjs';
import { say } from '../lib/say.mjs';
import { ensureFabric } from './fabric.mjs';
import { ensureGo } from './go.mjs';
import { ensureJdk } from './java.mjs';
import { CHROMIUM, GRADLE, HAPROXY, MARIADB, MAVEN, REDIS, ensureProgram } from './programs.mjs';

/**
 * What a command may need on the machine besides npm packages and Node.
 * @typedef {'redis' | 'mariadb' | 'chromium' | 'haproxy' | 'go' | 'java' | 'fabric' | 'fabric-tools'} Need
 */

/** @typedef {{ folders?: string[], variables?: NodeJS.ProcessEnv }} Found folders for PATH, and environment variables */

/** @type {Record<Need, () => Promise<Found>>} */
const ENSURE = {
  redis: async () => inPath(await ensureProgram(REDIS)),
  mariadb: async () => inPath(await ensureProgram(MARIADB)),
  chromium: async () => {
    const path = await ensureProgram(CHROMIUM);
    return { variables: { CHROMIUM_PATH: path } };
  },
  haproxy: async () => inPath(await ensureProgram(HAPROXY)),
  go: async () => inPath(await ensureGo('Go chaincode is built with it')),
  java: async () => ({
    folders: [dirname(await ensureJdk()), dirname(await ensureProgram(MAVEN)), dirname(await ensureProgram(GRADLE))],
  }),
  fabric: async () => ({ variables: { FABRIC_HOME: await ensureFabric('nodes') } }),
  'fabric-tools': async () => ({ variables: { FABRIC_HOME: await ensureFabric('tools') } }),
};

/**
 * Installs what is missing, one line each; says nothing about what is there but for Fabric, of which there may be
 * several. Two commands at the same time take turns.
 * @param {readonly Need[]} needs
 * @returns {Promise<NodeJS.ProcessEnv>} the environment in which what was found is found again
 */
export async function prepare(needs) {
  const env = { ...process.env };
  if (needs.length === 0) return env;
  const waiting = (/** @type {{ pid: number }} */ { pid }) => say(`Set-up: process ${pid} is at it: waiting`);
  await withLock(fromRoot('tmp', 'setup.lock'), waiting, async () => {
    for (const need of new Set(needs)) {
      const { folders = [], variables = {} } = await ENSURE[need]();
      env['PATH'] = [...new Set([...(env['PATH'] ?? '').split(delimiter), ...folders])].join(delimiter);
      Object.assign(env, variables);
    }
  });
  return env;
}

/** @param {string} program */
function inPath(program) {
  return { folders: [dirname(program)] };
}
