import type { Identity } from './identity';

/** A complete configuration of the channel, and the update that led to it. */
export interface ConfigContent {
  readonly kind: 'config';
  /** Counts the configurations of the channel, from 0 in the genesis block. */
  readonly sequence: number;
  /** The encoded `common.Config`, for everything that works on configuration. */
  readonly config: Buffer;
  readonly elements: readonly ConfigElement[];
  /** Null in a genesis block. */
  readonly lastUpdate: SignedConfigUpdate | null;
}

/** An envelope that requests a change; in blocks it only occurs inside an orderer transaction. */
export interface ConfigUpdateContent extends ConfigUpdate {
  readonly kind: 'configUpdate';
}

export interface SignedConfigUpdate extends ConfigUpdate {
  readonly creator: Identity | null;
  readonly timestamp: Date | null;
  readonly signature: Buffer;
}

/** `common.ConfigUpdateEnvelope`. */
export interface ConfigUpdate {
  readonly channel: string;
  /** The encoded `common.ConfigUpdate` that the signatures cover. */
  readonly update: Buffer;
  /** The versions that the update builds on. */
  readonly readSet: readonly ConfigElement[];
  /** The elements after the update; those with a higher version than in `readSet`, or without one there, change. */
  readonly writeSet: readonly ConfigElement[];
  readonly signatures: readonly ConfigSignature[];
}

/** One group, value or policy of a configuration tree. */
export interface ConfigElement {
  readonly kind: 'group' | 'policy' | 'value';
  /** The path from the root: `/Channel/Application/Org1MSP/AnchorPeers`. */
  readonly path: string;
  readonly version: number;
  readonly modPolicy: string;
  /** Encoded value, or `common.Policy`; empty for a group. */
  readonly content: Buffer;
}

/** `common.ConfigSignature`. */
export interface ConfigSignature {
  readonly signer: Identity;
  readonly nonce: Buffer;
  readonly signature: Buffer;
}
