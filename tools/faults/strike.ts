import { setTimeout as delay } from 'node:timers/promises';
import type { Accepted, Operation } from './answers';
import type { Instance } from './instance';
import type { Ground } from './ground';
import type { FaultPoint, Kind } from './points';
import { processesOf } from './processes';
import type { Rows } from './rows';
import { until } from './until';

const FINAL = ['succeeded', 'failed', 'cancelled', 'rolled_back'];

export interface StrikeOptions {
  readonly instance: Instance;
  readonly rows: Rows;
  readonly ground: Ground;
  readonly kind: Kind;
  readonly point: FaultPoint | null;
  /** The chain whose nodes can be hit, once it has been requested. */
  readonly chainId: () => string | undefined;
  readonly request: () => Promise<Accepted>;
}

export interface Outcome {
  readonly accepted: Accepted;
  readonly operation: Operation;
}

/** Requests an operation, kills the point's victim when the point is reached, and waits for the operation's end. */
export async function strike(options: StrikeOptions): Promise<Outcome> {
  const { instance, point } = options;
  const { trap } = instance;
  if (point === null) return follow(options);
  // The victim of the previous point may still be restarting.
  await until('every program to run', () => Promise.resolve(instance.processes.every(({ isRunning }) => isRunning)));
  const kills = killsOf(instance);
  trap.arm(point);
  const over = new AbortController();
  try {
    const [outcome] = await Promise.all([follow(options), hit(options, point, over.signal)]);
    if (isSupervised(point)) await until('the kill', () => Promise.resolve(killsOf(instance) === kills + 1), 5_000);
    return outcome;
  } finally {
    over.abort();
    trap.disarm();
  }
}

const killsOf = ({ processes }: Instance): number => processes.reduce((sum, { kills }) => sum + kills, 0);

const isSupervised = ({ victim }: FaultPoint): boolean => ['worker', 'api', 'redis'].includes(victim);

async function follow({ instance, ground, request, kind }: StrikeOptions): Promise<Outcome> {
  const accepted = await request();
  const operation = await until(
    `the end of ${kind}`,
    async () => {
      const seen = await instance.client.get<Operation>(`/operations/${accepted.operation.id}`);
      return FINAL.includes(seen.state) && seen;
    },
    ground.limitMs,
  );
  return { accepted, operation };
}

/** Waits for the point. A worker, and the API in its own requests, kills itself; the others are killed from here. */
async function hit(options: StrikeOptions, point: FaultPoint, over: AbortSignal): Promise<void> {
  const { instance } = options;
  const { trap } = instance;
  await until(
    'the operation to come to the point',
    () => Promise.resolve(trap.sprung || over.aborted),
    options.ground.limitMs,
  );
  if (over.aborted) return;
  if (point.victim === 'api') await instance.api.kill();
  if (point.victim === 'redis') await instance.redis.kill();
  if (point.victim === 'API server') return interrupt(options, point);
  const node = nodeKindOf(point);
  if (node !== undefined) await killNode(options, node);
  trap.release();
}

/** The operation continues without an API server, which comes back after a while. */
async function interrupt(
  { instance: { trap }, ground: { apiServer } }: StrikeOptions,
  { awayMs = 0 }: FaultPoint,
): Promise<void> {
  if (apiServer === undefined) throw new Error('This ground has no API server to stop.');
  await apiServer.kill();
  try {
    trap.release();
    await delay(awayMs);
  } finally {
    await apiServer.start();
  }
}

function nodeKindOf({ victim }: FaultPoint): 'orderer' | 'peer' | 'chaincode' | undefined {
  if (victim === 'orderer' || victim === 'peer') return victim;
  return victim === 'chaincode server' ? 'chaincode' : undefined;
}

async function killNode({ rows, chainId }: StrikeOptions, kind: 'orderer' | 'peer' | 'chaincode'): Promise<void> {
  const id = await until('the chain', () => Promise.resolve(chainId()));
  const named = rows.nodes(id).find((row) => row.kind === kind);
  const victim = await until(`a process of ${named?.name ?? kind}`, () =>
    Promise.resolve(processesOf(id).find(({ node }) => node === named?.name)),
  );
  process.kill(victim.pid, 'SIGKILL');
  await until('the end of the node', () => Promise.resolve(processesOf(id).every(({ pid }) => pid !== victim.pid)));
}
