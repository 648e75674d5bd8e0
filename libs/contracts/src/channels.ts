import { z } from 'zod';
import { Health } from './health/health';
import { ChainId, ChannelId } from './ids';
import { ChannelName, OrganizationName } from './names';
import { ActiveOperation } from './operations';
import { Instant } from './pagination';
import { ChannelStatus } from './status';

/** The peers that join, by organization; by default all peers of all organizations of the chain. */
export const CreateChannel = z.strictObject({
  name: ChannelName,
  organizations: z
    .array(OrganizationName)
    .min(1, 'at least one organization must join')
    .refine((names) => new Set(names).size === names.length, 'an organization is listed twice')
    .optional(),
});
export type CreateChannel = z.infer<typeof CreateChannel>;

export const CHANNEL_NODE_STATES = ['joining', 'joined', 'leaving'] as const;
export const ChannelNodeState = z.enum(CHANNEL_NODE_STATES);
export type ChannelNodeState = z.infer<typeof ChannelNodeState>;

/** The orderers and peers of a channel by name. */
export type ChannelNodes = Readonly<Partial<Record<string, ChannelNodeState>>>;

export const ChannelMember = z.strictObject({
  organization: z.string(),
  mspId: z.string(),
  peers: z.array(z.strictObject({ name: z.string(), state: ChannelNodeState, height: z.int().nullable() })),
  anchorPeers: z.array(z.string()),
});

/** An application organization of a channel, as in the channel's current configuration. */
export const ConfiguredMember = z.strictObject({
  mspId: z.string(),
  /** Heddle's organization; null for one that another client added, whose nodes run elsewhere. */
  organization: z.string().nullable(),
  /** `host:port` */
  anchorPeers: z.array(z.string()),
});
export type ConfiguredMember = z.infer<typeof ConfiguredMember>;

export const Channel = z.strictObject({
  id: ChannelId,
  chainId: ChainId,
  name: z.string(),
  status: ChannelStatus,
  health: Health,
  height: z.int().nullable(),
  orderers: z.array(z.strictObject({ name: z.string(), state: ChannelNodeState })),
  members: z.array(ChannelMember),
  chaincodes: z.int(),
  operationId: z.string().nullable(),
  /** The operation that currently holds it: its own, or one of the whole chain. */
  operation: ActiveOperation.nullable(),
  revision: z.int(),
  createdAt: Instant,
});
export type Channel = z.infer<typeof Channel>;

/** The channel's configuration in the format of Fabric's configtxlator. */
export const ChannelConfig = z.strictObject({ sequence: z.int(), config: z.record(z.string(), z.unknown()) });
