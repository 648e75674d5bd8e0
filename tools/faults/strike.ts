import { setTimeout as delay } from 'node:timers/promises';
import type { Operation, OperationEvent } from '@heddle/contracts';
import type { Instance } from './instance';
import type { Ground } from './ground';
import type { Kind } from './kinds';
import { isSupervised, killsItself, nameOf, type FaultPoint } from './points';
import { processesOf } from './processes';
import type { Rows } from './rows';
import type { Run } from './schedule';
import { until } from './until';

export interface StrikeOptions<Accepted extends { operation: Operation }> {
  readonly instance: Instance;
  readonly rows: Rows;
  readonly ground: Ground;
  readonly kind: Kind;
  readonly run: Run;
  /** The chain whose nodes can be hit, once it has been requested. */
  readonly chainId: () => string | undefined;
  readonly request: () => Promise<Accepted>;
}

type Target = Omit<StrikeOptions<never>, 'request'>;

export interface Outcome<Accepted> {
  readonly accepted: Accepted;
  readonly operation: Operation;
  /** As the live feed reported them. */
  readonly events: readonly OperationEvent[];
}

/** How long after the end of its operation a point may be reached, in milliseconds. */
const LATE_MS = 5_000;

/** Requests an operation, kills the victim of each point when it is reached, and waits for the operation's end. */
export async function strike<Accepted extends { operation: Operation }>(
  options: StrikeOptions<Accepted>,
): Promise<Outcome<Accepted>> {
  const { instance, run } = options;
  const { trap } = instance;
  if (run.length === 0) return follow(options);
  // The victims of the previous operation may still be restarting.
  await until('every program to run', () => Promise.resolve(instance.processes.every(({ isRunning }) => isRunning)));
  const kills = killsOf(instance);
  trap.arm(run);
  const end = new AbortController();
  const following = follow(options).finally(() => {
    end.abort();
  });
  try {
    const [outcome] = await Promise.all([following, hitAll(options, following, end.signal)]);
    const wanted = kills + run.filter(isSupervised).length;
    await until('the kills', () => Promise.resolve(killsOf(instance) === wanted), LATE_MS);
    return outcome;
  } finally {
    trap.disarm();
  }
}

const killsOf = ({ processes }: Instance): number => processes.reduce((sum, { kills }) => sum + kills, 0);

async function hitAll(options: Target, following: Promise<Outcome<unknown>>, end: AbortSignal): Promise<void> {
  for (const [index, point] of options.run.entries()) {
    if (!(await comesTo(options, { point, index, end }))) {
      const { state, error } = (await following).operation;
      throw new Error(`It never came to the ${nameOf(point)}: it ${state}, ${JSON.stringify(error)}.`);
    }
    await hit(options, point, () => {
      options.instance.trap.release(index);
    });
  }
}

interface Coming {
  readonly point: FaultPoint;
  readonly index: number;
  /** Aborted when the operation has ended. */
  readonly end: AbortSignal;
}

/** Whether the operation comes to the point, at the latest some time after its end. */
async function comesTo({ instance: { trap }, ground }: Target, { point, index, end }: Coming): Promise<boolean> {
  let deadline = Infinity;
  return until(
    nameOf(point),
    () => {
      if (trap.sprung(index)) return Promise.resolve(REACHED);
      if (end.aborted) deadline = Math.min(deadline, Date.now() + LATE_MS);
      return Promise.resolve(Date.now() > deadline ? MISSED : undefined);
    },
    ground.limitMs + LATE_MS,
  ).then((seen) => seen === REACHED);
}

const REACHED = 'reached';
const MISSED = 'missed';

async function follow<Accepted extends { operation: Operation }>({
  instance,
  ground,
  request,
}: StrikeOptions<Accepted>): Promise<Outcome<Accepted>> {
  const accepted = await request();
  const events: OperationEvent[] = [];
  const operation = await instance.client.follow(accepted.operation, {
    event: (event) => events.push(event),
    signal: AbortSignal.timeout(ground.limitMs),
  });
  return { accepted, operation, events };
}

/** A worker, and the API in its own requests, kills itself; the others are killed from here. */
async function hit(options: Target, point: FaultPoint, release: () => void): Promise<void> {
  const { instance } = options;
  if (point.victim === 'api' && !killsItself(point)) await instance.api.kill();
  if (point.victim === 'redis') await instance.redis.kill();
  if (point.victim === 'API server') return interrupt(options, point, release);
  const node = nodeKindOf(point);
  if (node !== undefined) await killNode(options, node);
  release();
}

/** The operation continues without an API server, which comes back after a while. */
async function interrupt(
  { ground: { apiServer } }: Target,
  { awayMs = 0 }: FaultPoint,
  release: () => void,
): Promise<void> {
  if (apiServer === undefined) throw new Error('This ground has no API server to stop.');
  await apiServer.kill();
  try {
    release();
    await delay(awayMs);
  } finally {
    await apiServer.start();
  }
}

function nodeKindOf({ victim }: FaultPoint): 'orderer' | 'peer' | 'chaincode' | undefined {
  if (victim === 'orderer' || victim === 'peer') return victim;
  return victim === 'chaincode server' ? 'chaincode' : undefined;
}

async function killNode({ rows, chainId }: Target, kind: 'orderer' | 'peer' | 'chaincode'): Promise<void> {
  const id = await until('the chain', () => Promise.resolve(chainId()));
  const named = rows.nodes(id).find((row) => row.kind === kind);
  const victim = await until(`a process of ${named?.name ?? kind}`, () =>
    Promise.resolve(processesOf(id).find(({ node }) => node === named?.name)),
  );
  process.kill(victim.pid, 'SIGKILL');
  await until('the end of the node', () => Promise.resolve(processesOf(id).every(({ pid }) => pid !== victim.pid)));
}
