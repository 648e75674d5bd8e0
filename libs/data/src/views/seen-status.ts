import { reasonText, type ChaincodeState, type ChainState, type ChannelState, type Health } from '@heddle/contracts';
import type { Observed, StatusOf } from '../entities/observed';
import { statusOf } from '../entities/observed';

/** States of a chain that follow from observation. In any other state, an operation determines it. */
export const WATCHED_CHAIN_STATES: readonly ChainState[] = ['running', 'degraded', 'unreachable'];

/** The state of a running chain by its health. */
export function chainStateOf({ status }: Health): Extract<ChainState, 'running' | 'degraded' | 'unreachable'> {
  if (status === 'healthy') return 'running';
  return status === 'down' ? 'unreachable' : 'degraded';
}

/** A status whose state follows from observation. `since` is the closest time that the row holds. */
function seen<State extends string>(row: Observed<State>, state: State, health: Health): StatusOf<State> {
  return { ...statusOf(row), state, reason: reasonText(health) };
}

export function chainStatus(row: Observed<ChainState>, health: Health): StatusOf<ChainState> {
  return WATCHED_CHAIN_STATES.includes(row.state) ? seen(row, chainStateOf(health), health) : statusOf(row);
}

export function channelStatus(row: Observed<ChannelState>, health: Health): StatusOf<ChannelState> {
  return row.state === 'active' ? seen(row, channelStateOf(health), health) : statusOf(row);
}

function channelStateOf({ status, reasons }: Health): ChannelState {
  const codes = reasons.map(({ code }) => code);
  if (status === 'healthy') return 'active';
  if (status === 'stopped') return 'stopped';
  if (codes.includes('no_quorum') || codes.includes('no_leader')) return 'no_quorum';
  if (codes.includes('peer_not_joined')) return 'partly_joined';
  return status === 'down' ? 'unreachable' : 'degraded';
}

export function chaincodeStatus(row: Observed<ChaincodeState>, health: Health): StatusOf<ChaincodeState> {
  const follows = row.state === 'active' || row.state === 'degraded';
  return follows ? seen(row, chaincodeStateOf(health), health) : statusOf(row);
}

function chaincodeStateOf({ status }: Health): ChaincodeState {
  if (status === 'healthy') return 'active';
  return status === 'stopped' || status === 'down' ? 'unavailable' : 'degraded';
}
