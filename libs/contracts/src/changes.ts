import { z } from 'zod';
import { PodResources } from './cluster-settings';
import { codedSentence } from './coded-sentence';
import { ChannelId } from './ids';
import { OrganizationName } from './names';
import { LedgerSource } from './operations';

/** By default all active channels: those of its organization for a peer. */
const channels = z
  .array(ChannelId)
  .refine((ids) => new Set(ids).size === ids.length, 'a channel is listed twice')
  .optional();

/** Name of a node of the chain. */
const node = z.string().min(1).max(128);

/** A change of what a chain consists of, or of which of its nodes run. */
export const ChainChange = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('peer.add'),
    organization: OrganizationName,
    channels,
    /** How it gets the ledgers; by default, by snapshot where a channel has many blocks. */
    ledgers: LedgerSource.optional(),
  }),
  z.strictObject({ kind: z.literal('peer.remove'), node }),
  z.strictObject({ kind: z.literal('orderer.add'), channels }),
  z.strictObject({ kind: z.literal('orderer.remove'), node }),
  /** Deletes the ledger of a peer, which gets it again as a new one does. */
  z.strictObject({ kind: z.literal('peer.recreate'), node, ledgers: LedgerSource.optional() }),
  /** Deletes the ledger of an orderer, which leaves the consenters and joins them again with the same identity. */
  z.strictObject({ kind: z.literal('orderer.recreate'), node }),
  z.strictObject({ kind: z.literal('node.stop'), node }),
  z.strictObject({ kind: z.literal('node.start'), node }),
  z.strictObject({ kind: z.literal('node.restart'), node }),
  /** Only nodes of a chain on a cluster have their own resources; the node restarts with them. */
  z.strictObject({ kind: z.literal('node.resize'), node, resources: PodResources }),
  /** Restarts all orderers and peers, one after another. */
  z.strictObject({ kind: z.literal('chain.restart') }),
]);
export type ChainChange = z.infer<typeof ChainChange>;

export const PLANNED_STEPS = [
  'plan_node',
  'start_node',
  'stop_node',
  'restart_node',
  'resize_node',
  'wait_until_ready',
  'wait_for_ledgers',
  'delete_ledger',
  'join_from_genesis',
  'join_by_snapshot',
  'install_chaincode',
  'follow_channel',
  'add_consenter',
  'remove_consenter',
  'add_endpoint',
  'remove_endpoint',
  'move_anchor',
  'remove_node',
  'write_profiles',
] as const;

/** One thing that a change will do: a code with parameters, and the same as an English sentence. */
export const PlannedStep = codedSentence(PLANNED_STEPS);
export type PlannedStep = z.infer<typeof PlannedStep>;

export const CHANGE_WARNINGS = ['no_leader_meanwhile', 'cannot_endorse'] as const;

/** What a chain cannot do while the node is down. */
export const ChangeWarning = codedSentence(CHANGE_WARNINGS);
export type ChangeWarning = z.infer<typeof ChangeWarning>;

/** What a change will do, in this order, if it is requested now. */
export const ChangePreview = z.strictObject({
  /** Name of the node that it concerns; null for all nodes of the chain. */
  node: z.string().nullable(),
  steps: z.array(PlannedStep),
  /** Names of the nodes that restart. */
  restarts: z.array(z.string()),
  warnings: z.array(ChangeWarning),
});
export type ChangePreview = z.infer<typeof ChangePreview>;
