import { raftQuorum } from '@heddle/contracts';
import { eachOf, type RuntimeProgress } from '@heddle/runtime';
import { setTimeout as delay } from 'node:timers/promises';
import type { ChainRuntimes } from '../runtimes/chain-runtimes';
import type { WorldNode } from '../world/chain-world';
import { atNode } from '../errors/at-node';
import { OperationFailure } from '../errors/operation-failure';
import type { ChainClients } from './chain-clients';
import { leads } from './leads';

const REJOIN_MS = 250;

export interface Gathering {
  readonly channel: string;
  readonly genesisBlock: Uint8Array;
  readonly orderers: readonly WorldNode[];
  readonly clients: ChainClients;
  readonly runtimes: ChainRuntimes;
  readonly limitMs: number;
  readonly signal: AbortSignal;
  /** Called when another orderer has joined, with what is waited for next. */
  readonly report: (joined: number, message: string) => void;
}

/**
 * Joins every orderer to the channel. Unreachable orderers are retried until the time limit.
 *
 * Rejects with the error of an orderer that did not join although the others have a leader, or with `no_leader`.
 */
export async function gatherOrderers(gathering: Gathering): Promise<void> {
  const { limitMs, signal } = gathering;
  let deadline = Date.now() + limitMs;
  const joined = new Set<string>();
  for (;;) {
    const missing = await joinMissing(gathering, joined);
    const [first] = missing;
    if (first === undefined) return;
    if (await outlast(gathering, joined)) deadline = Date.now() + limitMs;
    if (Date.now() > deadline) {
      throw (await leaderOf(gathering)) === undefined ? withoutLeader(gathering, joined, missing) : first;
    }
    await delay(REJOIN_MS, undefined, { signal });
  }
}

/** Returns the failures that may be retried; throws the first other one. */
async function joinMissing(gathering: Gathering, joined: Set<string>): Promise<OperationFailure[]> {
  const { channel, genesisBlock, orderers, clients, signal, report } = gathering;
  const absent = orderers.filter(({ plan }) => !joined.has(plan.name));
  const failures = await eachOf(absent, async (node) => {
    try {
      const participation = await clients.participation(node);
      await atNode(node, () => participation.ensureJoined(channel, genesisBlock, { signal }));
    } catch (error) {
      if (error instanceof OperationFailure && error.retryable) return [error];
      throw error;
    }
    joined.add(node.plan.name);
    report(joined.size, `${node.plan.name} joined ${channel}`);
    return [];
  });
  return failures.flat();
}

/** Whether the platform below the orderers was unavailable and has returned; no orderer could be reached meanwhile. */
function outlast({ orderers, runtimes, signal, report }: Gathering, { size }: Set<string>): Promise<boolean> {
  const say = ({ message }: RuntimeProgress) => {
    report(size, message);
  };
  return runtimes.waitUntilReachable(orderers[0]?.row.chainId ?? '', { signal, report: say });
}

interface LeaderQuery extends Pick<Gathering, 'channel' | 'signal'> {
  readonly runtimes: Pick<ChainRuntimes, 'metrics'>;
  readonly orderers: readonly {
    readonly plan: Pick<WorldNode['plan'], 'name'>;
    readonly row: Pick<WorldNode['row'], 'chainId'>;
  }[];
}

/** The name of the channel's leader; undefined if there is none. */
export async function leaderOf({ channel, orderers, runtimes, signal }: LeaderQuery): Promise<string | undefined> {
  for (const { plan, row } of orderers) {
    const metrics = await runtimes.metrics({ chainId: row.chainId, name: plan.name }, signal);
    if (metrics !== undefined && leads(metrics, channel)) return plan.name;
  }
  return undefined;
}

function withoutLeader(
  { channel, orderers, limitMs }: Gathering,
  joined: ReadonlySet<string>,
  missing: readonly OperationFailure[],
): OperationFailure {
  const majority = raftQuorum(orderers.length);
  const what = `${joined.size} of ${orderers.length} orderers joined it, a leader needs ${majority}`;
  return new OperationFailure('no_leader', `Channel ${channel} has no leader after ${limitMs / 1_000} s: ${what}.`, {
    remedy: `Make sure that at least ${majority} of ${orderers.length} orderers run and reach each other (Nodes tab: state and log), then retry.`,
    retryable: true,
    cause: missing.map(({ message }) => message).join('\n'),
  });
}
