import { raftQuorum, raftTolerates, type ChangeWarning } from '@heddle/contracts';
import type { NodeEntity } from '@heddle/data';
import { ApiError } from '../errors/api-error';
import type { ChannelWithNodes } from './find-channels';

/** A change of one consenter of a channel. */
export interface ConsenterChange extends ChannelWithNodes {
  readonly node: string;
  /** Orderers of the chain. */
  readonly orderers: readonly NodeEntity[];
  readonly change: 'add' | 'remove';
}

/** The consenters that the channel has after the change. */
export interface ConsentersAfter {
  readonly consenters: number;
  readonly quorum: number;
  readonly tolerated: number;
}

/**
 * The arithmetic of a change, which needs a quorum before it, and leaves one.
 *
 * @throws ApiError `invalid_state` with the arithmetic
 */
export function consentersAfter({ channel, joined, node, orderers, change }: ConsenterChange): ConsentersAfter {
  const present = orderers.filter(({ name }) => joined.includes(name));
  const others = present.filter(({ name }) => name !== node);
  const stopped = namesDown(present);
  const after = change === 'add' ? others.length + 1 : others.length;
  if (after === 0) {
    throw new ApiError('invalid_state', `${node} is the only consenter of channel ${channel.name}.`, {
      remedy: 'Add another orderer first.',
    });
  }
  const now = { needed: raftQuorum(present.length), active: active(present), of: present.length, run: 'run' } as const;
  if (now.active < now.needed) throw withoutQuorum(`Channel ${channel.name} has no quorum now`, now, stopped);
  const then = {
    needed: raftQuorum(after),
    active: active(others) + (change === 'add' ? 1 : 0),
    of: after,
    run: 'would run',
  } as const;
  if (then.active < then.needed) {
    throw withoutQuorum(`Channel ${channel.name} would lose its quorum ${CLAUSES[change]} ${node}`, then, stopped);
  }
  return { consenters: after, quorum: then.needed, tolerated: raftTolerates(after) };
}

/**
 * That a channel keeps its quorum while one of its consenters is down.
 *
 * @throws ApiError `invalid_state` with the arithmetic
 */
export function assertQuorumWithout(change: Omit<ConsenterChange, 'change'>): void {
  const { channel, node } = change;
  const { then, stopped } = quorumWithout(change);
  if (then.active >= then.needed) return;
  throw withoutQuorum(`Channel ${channel.name} would lose its quorum without ${node}`, then, stopped);
}

/**
 * That a channel does not lose its quorum by a restart because other consenters are down. Where all of them run, the
 * channel has too few to do without one, which is a warning.
 *
 * @throws ApiError `invalid_state` with the arithmetic
 */
export function assertQuorumDuringRestart(change: Omit<ConsenterChange, 'change'>): void {
  if (quorumWithout(change).stopped.length > 0) assertQuorumWithout(change);
}

/** The warning that a channel has no leader while one of its consenters is down; none where it keeps its quorum. */
export function noLeaderWithout(change: Omit<ConsenterChange, 'change'>): ChangeWarning[] {
  const { channel, node } = change;
  const { then } = quorumWithout(change);
  const { of, needed, active: running } = then;
  if (running >= needed) return [];
  const params = { channel: channel.name, node, consenters: of, needed, running };
  const message = `Channel ${channel.name} has no leader while ${node} is down: of ${of} consenters, ${needed} are needed and ${running} would run.`;
  return [{ code: 'no_leader_meanwhile', params, message }];
}

function quorumWithout({ joined, node, orderers }: Omit<ConsenterChange, 'change' | 'channel'>) {
  const consenters = orderers.filter(({ name }) => joined.includes(name));
  const others = consenters.filter(({ name }) => name !== node);
  const then = {
    needed: raftQuorum(consenters.length),
    active: active(others),
    of: consenters.length,
    run: 'would run',
  } as const;
  return { then, stopped: namesDown(others) };
}

const active = (rows: readonly NodeEntity[]): number => rows.filter(({ state }) => state === 'running').length;
const namesDown = (rows: readonly NodeEntity[]): string[] =>
  rows.filter(({ state }) => state !== 'running').map(({ name }) => name);

const CLAUSES = { add: 'with', remove: 'without' } as const;

interface Arithmetic {
  readonly needed: number;
  readonly active: number;
  readonly of: number;
  readonly run: 'run' | 'would run';
}

function withoutQuorum(what: string, { needed, active, of, run }: Arithmetic, stopped: readonly string[]): ApiError {
  return new ApiError('invalid_state', `${what}: of ${of} consenters, ${needed} are needed and ${active} ${run}.`, {
    remedy: stopped.length > 0 ? `Start ${stopped.join(', ')} first.` : 'Add orderers first.',
  });
}
