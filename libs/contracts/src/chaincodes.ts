import { z } from 'zod';
import { ImageReference } from './cluster-settings';
import { ChainId, ChaincodeId, ChannelId, DefinitionId, SourceId } from './ids';
import { ChaincodeName, ChaincodeVersion } from './names';
import { Instant } from './pagination';
import { ChaincodeStatus } from './status';

export const LANGUAGES = ['go', 'node', 'java'] as const;
export const Language = z.enum(LANGUAGES);
export type Language = z.infer<typeof Language>;

/** A chaincode project within an archive: the folder of its manifest (empty for the top), and what it is written in. */
export const ChaincodeProject = z.strictObject({ path: z.string().max(500), language: Language });
export type ChaincodeProject = z.infer<typeof ChaincodeProject>;

/** An uploaded source archive: checked, stored once per content hash. */
export const ChaincodeSource = z.strictObject({
  id: SourceId,
  fileName: z.string(),
  sha256: z.string(),
  size: z.int(),
  /** Of the default project, or of the first. */
  language: Language,
  /** The projects in it, those nearest to the top first; empty for what was uploaded before they were listed. */
  projects: z.array(ChaincodeProject),
  /** The project that a definition means when it names none; null when it must name one. */
  defaultProject: ChaincodeProject.nullable(),
  uploadedAt: Instant,
});
export type ChaincodeSource = z.infer<typeof ChaincodeSource>;

/** Fabric signature policy text, such as `OR('Org1MSP.member', 'Org2MSP.member')`. */
export const PolicyText = z.string().min(1, 'the policy must not be empty').max(4_000);

export const CollectionConfig = z
  .strictObject({
    name: z
      .string()
      .regex(/^[A-Za-z0-9_-]{1,64}$/, 'a collection name holds only letters, digits, hyphens and underscores'),
    policy: PolicyText,
    requiredPeerCount: z.int().min(0).max(100).default(0),
    maxPeerCount: z.int().min(0).max(100).default(1),
    /** Blocks until private data is purged; 0 keeps it for ever. */
    blockToLive: z.int().min(0).default(0),
    memberOnlyRead: z.boolean().default(true),
    memberOnlyWrite: z.boolean().default(true),
    endorsementPolicy: PolicyText.nullable().default(null),
  })
  .refine((collection) => collection.requiredPeerCount <= collection.maxPeerCount, {
    path: ['requiredPeerCount'],
    message: 'must not exceed maxPeerCount',
  });
export type CollectionConfig = z.infer<typeof CollectionConfig>;

/** Where the chaincode comes from: a source that Heddle builds and serves, or a server that already runs elsewhere. */
export const ChaincodeOrigin = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('source'),
    sourceId: SourceId,
    /** One of the source's projects; needed when the source has no default. */
    project: ChaincodeProject.optional(),
  }),
  z.strictObject({
    type: z.literal('external'),
    address: z.string().regex(/^[A-Za-z0-9.-]+:\d{1,5}$/, 'must be host:port'),
    /** PEM; without it the peers call the server without TLS. */
    rootCertificate: z.string().max(20_000).nullable().default(null),
  }),
  /** A prebuilt image that serves the chaincode by the usual variables (`CHAINCODE_SERVER_ADDRESS`, ...); clusters only. */
  z.strictObject({ type: z.literal('image'), image: ImageReference }),
]);
export type ChaincodeOrigin = z.infer<typeof ChaincodeOrigin>;

const definitionFields = {
  version: ChaincodeVersion,
  origin: ChaincodeOrigin,
  /** Null: the channel's default (majority of organizations). */
  endorsementPolicy: PolicyText.nullable().default(null),
  collections: z
    .array(CollectionConfig)
    .max(50)
    .refine((all) => new Set(all.map(({ name }) => name)).size === all.length, 'a collection is named twice')
    .default([]),
  initRequired: z.boolean().default(false),
};
export const DeployChaincode = z.strictObject({ name: ChaincodeName, ...definitionFields });
export type DeployChaincode = z.infer<typeof DeployChaincode>;
export const UpgradeChaincode = z.strictObject(definitionFields);
export type UpgradeChaincode = z.infer<typeof UpgradeChaincode>;

export const DEFINITION_STATES = ['deploying', 'committed', 'failed', 'superseded'] as const;

export const ChaincodeDefinition = z.strictObject({
  id: DefinitionId,
  version: z.string(),
  sequence: z.int(),
  state: z.enum(DEFINITION_STATES),
  endorsementPolicy: z.string().nullable(),
  collections: z.array(CollectionConfig),
  initRequired: z.boolean(),
  origin: ChaincodeOrigin,
  language: Language.nullable(),
  /** Package id by organization name. */
  packageIds: z.record(z.string(), z.string()),
  createdAt: Instant,
  committedAt: Instant.nullable(),
});
export type ChaincodeDefinition = z.infer<typeof ChaincodeDefinition>;

export const Chaincode = z.strictObject({
  id: ChaincodeId,
  chainId: ChainId,
  channelId: ChannelId,
  channel: z.string(),
  name: z.string(),
  status: ChaincodeStatus,
  /** The committed definition, or the one on its way when none is committed yet. */
  definition: ChaincodeDefinition,
  operationId: z.string().nullable(),
  revision: z.int(),
  createdAt: Instant,
});
export type Chaincode = z.infer<typeof Chaincode>;

/** A call of a chaincode function; every argument is a string, objects are passed as JSON text. */
export const TransactionRequest = z.strictObject({
  fn: z.string().min(1, 'name the function to call').max(200),
  args: z.array(z.string()).max(200).default([]),
  /** Private input by key; it reaches the endorsers and is never stored. */
  transient: z.record(z.string(), z.string()).default({}),
  /** Organization whose user signs; without it the first of the channel. */
  organization: z.string().max(60).optional(),
  endorsingOrganizations: z.array(z.string().max(60)).max(20).optional(),
});
export type TransactionRequest = z.infer<typeof TransactionRequest>;

export const InvokeResult = z.strictObject({
  transactionId: z.string(),
  blockNumber: z.int(),
  validationCode: z.string(),
  /** What the function returned, as UTF-8 text. */
  result: z.string(),
});
export type InvokeResult = z.infer<typeof InvokeResult>;
export const QueryResult = z.strictObject({ result: z.string() });
export type QueryResult = z.infer<typeof QueryResult>;
