/**
 * Who must endorse: an encoded `common.SignaturePolicyEnvelope`, or a policy of the channel's configuration by its
 * path, such as `/Channel/Application/Endorsement`.
 */
export type EndorsementPolicy =
  | { readonly type: 'signature'; readonly signaturePolicy: Uint8Array }
  | { readonly type: 'reference'; readonly channelConfigPolicyReference: string };

/** A private data collection, as in `peer.StaticCollectionConfig`. */
export interface CollectionDefinition {
  readonly name: string;
  /** The member organizations: an encoded `common.SignaturePolicyEnvelope`, an OR over them. */
  readonly policy: Uint8Array;
  /** Peers beyond the endorser that must have the data before the endorsement succeeds. */
  readonly requiredPeerCount: number;
  readonly maxPeerCount: number;
  /** Blocks after which the data is purged; 0 keeps it forever. */
  readonly blockToLive: number;
  readonly memberOnlyRead: boolean;
  readonly memberOnlyWrite: boolean;
  readonly endorsementPolicy?: EndorsementPolicy;
}

/** What organizations agree on before a chaincode may run on a channel (Fabric's chaincode lifecycle). */
export interface ChaincodeDefinition {
  readonly name: string;
  readonly version: string;
  /** 1 for the first definition of this name, then one more each time. */
  readonly sequence: number;
  /** Without it, the channel's `/Channel/Application/Endorsement`. */
  readonly endorsementPolicy?: EndorsementPolicy;
  readonly collections?: readonly CollectionDefinition[];
  readonly initRequired?: boolean;
  /** The package that an approving organization runs; not part of what is agreed. Only `approve` reads it. */
  readonly packageId?: string;
}

/** A definition as on the ledger, every default filled in. */
export interface StoredDefinition extends Omit<ChaincodeDefinition, 'packageId'> {
  readonly endorsementPolicy: EndorsementPolicy;
  readonly collections: readonly CollectionDefinition[];
  readonly initRequired: boolean;
}

/** A committed definition. */
export interface CommittedDefinition extends StoredDefinition {
  /** By MSP id: who approved exactly this. Only present when one chaincode was queried by name. */
  readonly approvals?: Readonly<Record<string, boolean>>;
}

/** What one organization approved. */
export interface ApprovedDefinition extends StoredDefinition {
  /** The package it runs; none when it approved without one. */
  readonly packageId?: string;
}
