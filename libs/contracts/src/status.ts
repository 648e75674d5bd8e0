import { z } from 'zod';
import { Instant } from './pagination';

/** Computed by the server. `reason` is a readable sentence, `observedAt` the time of the last observation. */
export const statusOf = <States extends readonly [string, ...string[]]>(states: States) =>
  z.strictObject({
    state: z.enum(states),
    reason: z.string().nullable(),
    since: Instant,
    observedAt: Instant,
  });

export const CHAIN_STATES = [
  'defined',
  'provisioning',
  'running',
  'degraded',
  'updating',
  'stopped',
  'failed',
  'releasing',
  'released',
  'unreachable',
] as const;
export type ChainState = (typeof CHAIN_STATES)[number];

export const NODE_STATES = [
  'defined',
  'starting',
  'running',
  'unready',
  'crashed',
  'stopping',
  'stopped',
  'unreachable',
] as const;
export type NodeState = (typeof NODE_STATES)[number];

export const CHANNEL_STATES = [
  'creating',
  'active',
  'degraded',
  'partly_joined',
  'no_quorum',
  'stopped',
  'failed',
  'unreachable',
] as const;
export type ChannelState = (typeof CHANNEL_STATES)[number];

export const CHAINCODE_STATES = [
  'deploying',
  'active',
  'upgrading',
  'degraded',
  'unavailable',
  'stopped',
  'removing',
  'failed',
] as const;
export type ChaincodeState = (typeof CHAINCODE_STATES)[number];

export const CLUSTER_STATES = ['reachable', 'limited', 'unreachable'] as const;
export type ClusterState = (typeof CLUSTER_STATES)[number];

export const ChainStatus = statusOf(CHAIN_STATES);
export const NodeStatus = statusOf(NODE_STATES);
export const ChannelStatus = statusOf(CHANNEL_STATES);
export const ChaincodeStatus = statusOf(CHAINCODE_STATES);
export const ClusterStatus = statusOf(CLUSTER_STATES);
