import { delimiter, dirname } from 'node:path';
import { withLock } from '../lib/lock.mjs';
import { fromRoot } from '../lib/root.mjs';
import { ToolError, say } from '../lib/say.mjs';
import { ensureFabric } from './fabric.mjs';
import { ensureGo } from './go.mjs';
import { ensureJdk } from './java.mjs';
import {
  chromiumWorks,
  goWorks,
  gradleWorks,
  haproxyWorks,
  javaWorks,
  mariaDbWorks,
  redisWorks,
  sandboxWorks,
} from './checks.mjs';
import { ensureSchemathesis } from './schemathesis.mjs';
import { BUBBLEWRAP, CHROMIUM, GRADLE, HAPROXY, JDK, MARIADB, MAVEN, REDIS, ensureProgram } from './programs.mjs';
import { ensureWorking } from './working.mjs';

/**
 * A program that a command may need besides npm packages and Node.
 * @typedef {'redis' | 'sandbox' | 'mariadb' | 'chromium' | 'haproxy' | 'schemathesis' | 'go' | 'java' | 'fabric' | 'fabric-tools'} Need
 */

/** @typedef {{ folders?: string[], variables?: NodeJS.ProcessEnv }} Found folders for PATH, and environment variables */

/** @type {Record<Need, () => Promise<Found>>} */
const ENSURE = {
  redis: async () => inPath(await working(REDIS, redisWorks)),
  sandbox: ensureSandbox,
  mariadb: async () => inPath(await working(MARIADB, mariaDbWorks)),
  chromium: async () => ({ variables: { CHROMIUM_PATH: await working(CHROMIUM, chromiumWorks) } }),
  haproxy: async () => inPath(await working(HAPROXY, haproxyWorks)),
  schemathesis: async () => ({ variables: { SCHEMATHESIS: await ensureSchemathesis() } }),
  go: async () => {
    const go = await ensureGo('needed to build Go chaincode');
    await ensureWorking({ name: 'Go', paths: [go], packages: [], check: goWorks(go) });
    return inPath(go);
  },
  java: async () => {
    const [javac, maven] = [await ensureJdk(), await ensureProgram(MAVEN)];
    const check = javaWorks(javac, maven);
    await ensureWorking({ name: 'Java', paths: [javac, maven], packages: [JDK, MAVEN], check });
    const gradle = await working(GRADLE, gradleWorks);
    return { folders: [dirname(javac), dirname(maven), dirname(gradle)] };
  },
  fabric: async () => ({ variables: { FABRIC_HOME: await ensureFabric('nodes') } }),
  'fabric-tools': async () => ({ variables: { FABRIC_HOME: await ensureFabric('tools') } }),
};

/**
 * Installs what is missing and prints one line each. Prints nothing for what is installed, except for Fabric, of which
 * there may be several. Concurrent commands wait for each other.
 * @param {readonly Need[]} needs
 * @returns {Promise<NodeJS.ProcessEnv>} the environment in which these programs are found
 */
export async function prepare(needs) {
  const env = { ...process.env };
  if (needs.length === 0) return env;
  const waiting = (/** @type {{ pid: number }} */ { pid }) => say(`Set-up: process ${pid} is already running: waiting`);
  await withLock(fromRoot('tmp', 'setup.lock'), waiting, async () => {
    for (const need of new Set(needs)) {
      const { folders = [], variables = {} } = await ENSURE[need]();
      env['PATH'] = [...new Set([...(env['PATH'] ?? '').split(delimiter), ...folders])].join(delimiter);
      Object.assign(env, variables);
    }
  });
  return env;
}

/**
 * Without a sandbox everything works except chaincode on this machine, so a missing one is only a warning.
 * @returns {Promise<Found>}
 */
async function ensureSandbox() {
  if (process.platform !== 'linux' || process.env['HEDDLE_UNSANDBOXED_CHAINCODE'] === '1') return {};
  try {
    return inPath(await working(BUBBLEWRAP, sandboxWorks));
  } catch (error) {
    if (!(error instanceof ToolError)) throw error;
    say(`Chaincode will be rejected on this machine because there is no sandbox: ${error.message} ${error.remedy}`);
    return {};
  }
}

/**
 * @param {import('./programs.mjs').Program} program
 * @param {(path: string) => import('./working.mjs').Checked['check']} check
 * @returns {Promise<string>} the program's path
 */
async function working(program, check) {
  const path = await ensureProgram(program);
  await ensureWorking({ name: program.title, paths: [path], packages: [program], check: check(path) });
  return path;
}

/** @param {string} program */
function inPath(program) {
  return { folders: [dirname(program)] };
}
