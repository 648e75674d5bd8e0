import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from '../lib/root.mjs';
import { mustRun, run, which } from '../lib/run.mjs';
import { ToolError, say } from '../lib/say.mjs';
import { cacheFolder } from '../setup/cache.ts';
import { freePort } from '../start/port.ts';
import { onLeash } from '../test/on-leash.ts';
import { loadReport } from '../test/projects.ts';
import type { StageInput } from '../test/stages.ts';
import { readReport, type Part } from '../test/tally.ts';
import { inRoot } from './enter.ts';
import { bareCache, unpackRoot } from './root.ts';

/** Path of the clone on the bare machine. */
const CLONE = '/root/heddle';
/** Other stages may run beside it. */
const LIMIT_MINUTES = 30;

/** The commands that must succeed, in the order in which a new user runs them. */
const COMMANDS = [
  ['run', 'demo', '--', '--release'],
  ['test', '--', '--setup'],
  ['test', '--', '--fast'],
];

/**
 * Runs a new user's first commands on a fresh Debian that has only git and Node 20. Set-up has to install everything
 * else.
 */
export async function bareMachine({ env, signal }: Pick<StageInput, 'env' | 'signal'>): Promise<Part[]> {
  let root: string | undefined;
  try {
    checkMachine();
    root = await unpackRoot();
    await clone(root);
    const entry = { cwd: CLONE, variables: { HEDDLE_PORT: String(await freePort()) }, folders: await caches() };
    const parts = [];
    for (const args of COMMANDS) {
      if (signal.aborted) break;
      const began = performance.now();
      say(`\n-- On the bare machine: npm ${args.join(' ')}`);
      const [command, inside] = inRoot(root, { ...entry, command: ['npm', ...args] });
      const code = await onLeash(command, inside, { cwd: ROOT, minutes: LIMIT_MINUTES, env, signal });
      say(`-- npm ${args.join(' ')}: exit code ${code} after ${((performance.now() - began) / 1000).toFixed(0)} s`);
      parts.push(partOf(`npm ${args.join(' ')}`, code === 0 ? [] : [`exit code ${code}`, ...failedTests(root)]));
    }
    return parts;
  } catch (error) {
    if (!(error instanceof ToolError)) throw error;
    return [partOf('set-up', [`${error.message} ${error.remedy}`])];
  } finally {
    if (root !== undefined) rmSync(root, { recursive: true, force: true });
  }
}

function checkMachine() {
  if (process.platform === 'linux' && process.getuid?.() === 0 && which('unshare') !== undefined) return;
  throw new ToolError(
    'The bare machine needs Linux, root and util-linux: it is a root folder with its own mounts and processes.',
    'Run this stage as root, as CI does, or skip it: npm test -- --stage NAME for each of the others.',
  );
}

async function clone(root: string) {
  const remedy = 'This stage tests the commit that is checked out.';
  const changed = await mustRun('git', ['status', '--porcelain'], { cwd: ROOT, remedy });
  if (changed !== '') say('Bare machine: uncommitted changes are not tested');
  await mustRun('git', ['clone', '--quiet', '--depth', '1', `file://${ROOT}`, join(root, CLONE)], { remedy });
}

/**
 * Caches of package managers, shared with the bare machine so that it does not download everything again. They cannot
 * be used without the package manager.
 */
async function caches() {
  const go = which('go');
  const goFolder = async (name: string) =>
    go === undefined ? '' : (await run(go, ['env', name], { output: 'capture' })).stdout.trim();
  const shared = [
    { from: process.env['npm_config_cache'] || join(homedir(), '.npm'), to: '/root/.npm' },
    { from: (await goFolder('GOCACHE')) || join(bareCache(), 'go-build'), to: '/root/.cache/go-build' },
    { from: (await goFolder('GOMODCACHE')) || join(bareCache(), 'go-modules'), to: '/root/go/pkg/mod' },
    { from: join(homedir(), '.m2', 'repository'), to: '/root/.m2/repository' },
    { from: join(bareCache(), 'archives'), to: '/var/cache/apt/archives' },
    ...fabricBuilds().map((name) => ({ from: join(cacheFolder(), name), to: `/root/.cache/heddle/${name}` })),
  ];
  for (const { from } of shared) if (!existsSync(from)) mkdirSync(from, { recursive: true });
  return shared;
}

/** Completed builds of Fabric, one folder each. */
function fabricBuilds() {
  if (!existsSync(cacheFolder())) return [];
  return readdirSync(cacheFolder(), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && /^fabric-[\d.]+-[0-9a-f]{12}$/.test(entry.name))
    .map(({ name }) => name);
}

/** Failures of unit tests that the clone's runners reported. */
function failedTests(root: string): readonly string[] {
  const folder = join(root, CLONE, 'dist', 'test-results', 'fast');
  if (!existsSync(folder)) return [];
  return readdirSync(folder).flatMap((file) => {
    const report = loadReport(join(folder, file));
    return readReport({ name: file.replace('.json', ''), report, files: 0 }).failures;
  });
}

/** @param failures without any, the command succeeded */
function partOf(what: string, failures: readonly string[]): Part {
  const name = `bare machine: ${what}`;
  const failed = failures.length === 0 ? 0 : 1;
  return {
    name,
    tally: { passed: 1 - failed, failed, skipped: 0 },
    failures: failures.map((failure) => `${name}: ${failure}`),
  };
}
