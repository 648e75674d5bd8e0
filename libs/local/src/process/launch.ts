import { spawn } from 'node:child_process';
import { open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { ifPresent } from '../file-errors';
import type { LocalContext } from '../local-context';
import type { NodeFolder } from '../node/node-folder';
import type { NodeRecord } from '../node/node-record';
import type { KnownNode } from '../node/node-list';
import { readSecrets } from '../node/secret-file';
import { sandboxServer } from '../sandbox/server-sandbox';
import { INSTANCE_VARIABLE, markerEnvironment, type Markers } from './markers';
import { forgetOldStarts, latestStart } from './node-process';
import { ON_HOLD, START_SCRIPT } from './start-script';

/** Outcome of a start: `started` by this call, `running` already or by a faster starter, `held` by a stop. */
export type LaunchOutcome = 'started' | 'running' | 'held' | 'died';

/**
 * Variables of the worker that are passed to nodes; secrets are never among them. A test run uses the last one to end
 * the processes that it started.
 */
const PASSED_ON = ['PATH', 'HOME', 'TMPDIR', 'LANG', 'TZ', 'USER', 'JAVA_HOME', 'HEDDLE_TEST_RUN'] as const;

/** The pid file appears within a few milliseconds. */
const POLL_MS = 4;

/** The environment of a node's process: a few variables of the worker, the workload's own ones, and the markers. */
export async function nodeEnvironment(
  { folder, record }: KnownNode,
  { instance, generation }: Pick<Markers, 'instance' | 'generation'>,
): Promise<Record<string, string>> {
  const markers = { instance, chainId: folder.chainId, node: folder.name, generation };
  return { ...baseEnvironment(), ...record.env, ...(await readSecrets(folder)), ...markerEnvironment(markers) };
}

function baseEnvironment(): Record<string, string> {
  return Object.fromEntries(
    PASSED_ON.flatMap((name) => {
      const value = process.env[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

/**
 * Starts a node's process detached, so that it outlives this one. Returns once the pid file of its start exists or its
 * process has ended.
 */
export async function launch(folder: NodeFolder, record: NodeRecord, scope: LocalContext): Promise<LaunchOutcome> {
  const latest = await latestStart(folder, scope);
  if (latest.process !== undefined) return 'running';
  const generation = latest.generation + 1;
  const log = await ifPresent(open(folder.log, 'a', 0o640));
  // Without its folders the node is being removed and must not start again.
  if (log === undefined) return 'held';
  try {
    const command = await commandOf({ folder, record }, scope);
    const env = await nodeEnvironment({ folder, record }, { instance: scope.instance, generation });
    const starter = spawnStarter({ folder, record, command, generation, env, logFd: log.fd });
    scope.trace('starter-spawned');
    return await outcomeOf(starter, generation, { folder, scope });
  } finally {
    await log.close();
  }
}

/** The program that the starter execs: Fabric's own, or the sandbox around an uploaded one. */
async function commandOf(node: KnownNode, { sandbox, instance }: LocalContext): Promise<readonly string[]> {
  const { record } = node;
  if (record.kind !== 'chaincode' || sandbox.unsandboxed) return record.command;
  return sandboxServer({ ...node, marker: [INSTANCE_VARIABLE, instance] }, sandbox);
}

interface StarterOptions {
  readonly folder: NodeFolder;
  readonly record: NodeRecord;
  readonly command: readonly string[];
  readonly generation: number;
  readonly env: Readonly<Record<string, string>>;
  readonly logFd: number;
}

interface Starter {
  /** Set when the starter, or the node that it became, has ended: its exit code, -1 after a signal. */
  exitCode: number | undefined;
  /** Set if it could not be spawned. */
  error: Error | undefined;
}

function spawnStarter({ folder, record, command, generation, env, logFd }: StarterOptions): Starter {
  const child = spawn('/bin/sh', ['-c', START_SCRIPT, 'heddle-node', folder.run, String(generation), ...command], {
    cwd: record.cwd,
    detached: true,
    env,
    stdio: ['ignore', logFd, logFd],
  });
  const starter: Starter = { exitCode: undefined, error: undefined };
  child.on('exit', (code) => (starter.exitCode = code ?? -1));
  child.on('error', (error) => (starter.error = error));
  child.unref();
  return starter;
}

interface Place {
  readonly folder: NodeFolder;
  readonly scope: LocalContext;
}

async function outcomeOf(starter: Starter, generation: number, { folder, scope }: Place): Promise<LaunchOutcome> {
  for (;;) {
    if (starter.error !== undefined) throw starter.error;
    const latest = await latestStart(folder, scope);
    if (latest.process !== undefined && latest.generation >= generation) break;
    if (starter.exitCode !== undefined) return outcomeOfExit(starter.exitCode, { folder, scope });
    await delay(POLL_MS);
  }
  scope.trace('process-found');
  await rm(join(folder.run, 'halted'), { force: true });
  await forgetOldStarts(folder);
  return 'started';
}

async function outcomeOfExit(code: number, { folder, scope }: Place): Promise<LaunchOutcome> {
  if (code === ON_HOLD) return 'held';
  const latest = await latestStart(folder, scope);
  return latest.process === undefined ? 'died' : 'running';
}
