import { delimiter, dirname } from 'node:path';
import { withLock } from '../lib/lock.mjs';
import { fromRoot } from '../lib/root.mjs';
import { ToolError, say } from '../lib/say.mjs';
import {
  chromiumWorks,
  goWorks,
  gradleWorks,
  haproxyWorks,
  javaWorks,
  mariaDbWorks,
  redisWorks,
  sandboxWorks,
} from './checks.ts';
import { ensureFabric } from './fabric.ts';
import { ensureGo } from './go.ts';
import { ensureJdk } from './java.ts';
import {
  BUBBLEWRAP,
  CHROMIUM,
  GRADLE,
  HAPROXY,
  JDK,
  MARIADB,
  MAVEN,
  REDIS,
  ensureProgram,
  type Program,
} from './programs.ts';
import { ensureSchemathesis } from './schemathesis.ts';
import { ensureWorking, type Checked } from './working.ts';

/** A program that a command may need besides npm packages and Node. */
export type Need =
  'redis' | 'sandbox' | 'mariadb' | 'chromium' | 'haproxy' | 'schemathesis' | 'go' | 'java' | 'fabric' | 'fabric-tools';

/** Folders for PATH, and environment variables. */
interface Found {
  readonly folders?: string[];
  readonly variables?: NodeJS.ProcessEnv;
}

const ENSURE: Record<Need, () => Promise<Found>> = {
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
 * @returns the environment in which these programs are found
 */
export async function prepare(needs: readonly Need[]): Promise<NodeJS.ProcessEnv> {
  const env = { ...process.env };
  if (needs.length === 0) return env;
  const waiting = ({ pid }: { pid: number }) => {
    say(`Set-up: process ${pid} is already running: waiting`);
  };
  await withLock(fromRoot('tmp', 'setup.lock'), waiting, async () => {
    for (const need of new Set(needs)) {
      const { folders = [], variables = {} } = await ENSURE[need]();
      env['PATH'] = [...new Set([...(env['PATH'] ?? '').split(delimiter), ...folders])].join(delimiter);
      Object.assign(env, variables);
    }
  });
  return env;
}

/** Without a sandbox everything works except chaincode on this machine, so a missing one is only a warning. */
async function ensureSandbox(): Promise<Found> {
  if (process.platform !== 'linux' || process.env['HEDDLE_UNSANDBOXED_CHAINCODE'] === '1') return {};
  try {
    return inPath(await working(BUBBLEWRAP, sandboxWorks));
  } catch (error) {
    if (!(error instanceof ToolError)) throw error;
    say(`Chaincode will be rejected on this machine because there is no sandbox: ${error.message} ${error.remedy}`);
    return {};
  }
}

/** @returns the program's path */
async function working(program: Program, check: (path: string) => Checked['check']): Promise<string> {
  const path = await ensureProgram(program);
  await ensureWorking({ name: program.title, paths: [path], packages: [program], check: check(path) });
  return path;
}

function inPath(program: string) {
  return { folders: [dirname(program)] };
}
