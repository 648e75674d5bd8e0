import { z } from 'zod';
import { CallText, withinCallLimits } from './call-bytes';
import { CollectionConfig, CollectionsFile, EndorsementPolicy } from './chaincode-policies';
import { ImageReference } from './cluster-settings';
import { Health } from './health/health';
import { ChainId, ChaincodeId, ChannelId, DefinitionId, SourceId } from './ids';
import { ChaincodeName, ChaincodeVersion } from './names';
import { ActiveOperation } from './operations';
import { Instant } from './pagination';
import { ChaincodeStatus } from './status';

export const LANGUAGES = ['go', 'node', 'java'] as const;
export const Language = z.enum(LANGUAGES);
export type Language = z.infer<typeof Language>;

/** A chaincode project in an archive: the folder of its manifest (empty for the top folder), and its language. */
export const ChaincodeProject = z.strictObject({ path: z.string().max(500), language: Language });
export type ChaincodeProject = z.infer<typeof ChaincodeProject>;

/** An uploaded source archive. It is validated, and stored once per content hash. */
export const ChaincodeSource = z.strictObject({
  id: SourceId,
  fileName: z.string(),
  sha256: z.string(),
  size: z.int(),
  /** Of the default project, or of the first one. */
  language: Language,
  /**
   * The projects in the archive, those nearest to the top first; empty for archives that were uploaded before projects
   * were listed.
   */
  projects: z.array(ChaincodeProject),
  /** The project that a definition uses by default; null when the definition must name one. */
  defaultProject: ChaincodeProject.nullable(),
  uploadedAt: Instant,
});
export type ChaincodeSource = z.infer<typeof ChaincodeSource>;

/** Where the chaincode comes from: a source that Heddle builds and serves, or a server that runs elsewhere. */
export const ChaincodeOrigin = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('source'),
    sourceId: SourceId,
    /** One of the source's projects; required when the source has no default. */
    project: ChaincodeProject.optional(),
  }),
  z.strictObject({
    type: z.literal('external'),
    address: z.string().regex(/^[A-Za-z0-9.-]+:\d{1,5}$/, 'must be host:port'),
    /** PEM; without it the peers call the server without TLS. */
    rootCertificate: z.string().max(20_000).nullable().default(null),
  }),
  /**
   * A prebuilt image that serves the chaincode with the usual variables (`CHAINCODE_SERVER_ADDRESS`, ...); clusters
   * only.
   */
  z.strictObject({ type: z.literal('image'), image: ImageReference }),
]);
export type ChaincodeOrigin = z.infer<typeof ChaincodeOrigin>;

/** The transaction that initializes a chaincode whose definition requires it. */
export const InitCall = z
  .strictObject({
    fn: z.string().min(1, 'name the function to call').max(200),
    args: z.array(CallText).max(200).default([]),
  })
  .superRefine(withinCallLimits);
export type InitCall = z.infer<typeof InitCall>;

const definitionFields = {
  version: ChaincodeVersion,
  origin: ChaincodeOrigin,
  /** Omitted: as committed. Null, or omitted when nothing is committed: the channel's default. */
  endorsementPolicy: EndorsementPolicy.nullable().optional(),
  /** Omitted: as committed. */
  collections: CollectionsFile.optional(),
  /** Omitted: as committed, or true when `init` is given. */
  initRequired: z.boolean().optional(),
  /** The call that initializes the new version. Null: it is called later. Omitted: the call of the previous version. */
  init: InitCall.nullable().optional(),
};
const initIsWanted = ({ init, initRequired }: { init?: unknown; initRequired?: boolean | undefined }): boolean =>
  initRequired !== false || init === undefined || init === null;
const INIT_UNWANTED = { path: ['init'], message: 'requires initRequired: this definition has no Init call' };

export const DeployChaincode = z
  .strictObject({ name: ChaincodeName, ...definitionFields })
  .refine(initIsWanted, INIT_UNWANTED);
export type DeployChaincode = z.infer<typeof DeployChaincode>;
export const UpgradeChaincode = z.strictObject(definitionFields).refine(initIsWanted, INIT_UNWANTED);
export type UpgradeChaincode = z.infer<typeof UpgradeChaincode>;

/** Typed again to confirm the removal, which cannot be undone. */
export const RemoveChaincode = z.strictObject({ confirmName: z.string().max(64) });
export type RemoveChaincode = z.infer<typeof RemoveChaincode>;

export const DEFINITION_STATES = ['deploying', 'committed', 'failed', 'superseded'] as const;

export const ChaincodeDefinition = z.strictObject({
  id: DefinitionId,
  version: z.string(),
  sequence: z.int(),
  state: z.enum(DEFINITION_STATES),
  endorsementPolicy: z.string().nullable(),
  collections: z.array(CollectionConfig),
  initRequired: z.boolean(),
  init: InitCall.nullable(),
  origin: ChaincodeOrigin,
  language: Language.nullable(),
  /** Package id by organization name. */
  packageIds: z.record(z.string(), z.string()),
  createdAt: Instant,
  committedAt: Instant.nullable(),
});
export type ChaincodeDefinition = z.infer<typeof ChaincodeDefinition>;

/** The definition that is committed on a channel under a name, as reported by a peer of the channel. */
export const LedgerDefinition = z.strictObject({
  name: z.string(),
  version: z.string(),
  sequence: z.int(),
  /** Null: the channel's default. */
  endorsementPolicy: z.string().nullable(),
  collections: z.array(CollectionConfig),
  initRequired: z.boolean(),
  /** Heddle's chaincode of this name, whether or not it committed this definition; null if there is none. */
  chaincodeId: ChaincodeId.nullable(),
  /** `outside`: committed by another client, such as the `peer` CLI. */
  committedBy: z.enum(['heddle', 'outside']),
});
export type LedgerDefinition = z.infer<typeof LedgerDefinition>;

export const Chaincode = z.strictObject({
  id: ChaincodeId,
  chainId: ChainId,
  channelId: ChannelId,
  channel: z.string(),
  name: z.string(),
  status: ChaincodeStatus,
  health: Health,
  /** The committed definition, or the one in progress when none is committed yet. */
  definition: ChaincodeDefinition,
  operationId: z.string().nullable(),
  /** The operation that currently holds it: its own, or one of the whole chain. */
  operation: ActiveOperation.nullable(),
  revision: z.int(),
  createdAt: Instant,
});
export type Chaincode = z.infer<typeof Chaincode>;

const resultFields = {
  /** The function's return value as UTF-8 text. */
  result: z.string(),
  /** The same in base64 if it is not UTF-8 text; `result` then lacks some of the bytes. */
  resultBase64: z.string().optional(),
};

export const InvokeResult = z.strictObject({
  transactionId: z.string(),
  blockNumber: z.int(),
  validationCode: z.string(),
  ...resultFields,
});
export type InvokeResult = z.infer<typeof InvokeResult>;
export const QueryResult = z.strictObject(resultFields);
export type QueryResult = z.infer<typeof QueryResult>;
