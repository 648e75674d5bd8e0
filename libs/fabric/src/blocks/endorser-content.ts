import type { ApprovedDefinition } from '../lifecycle/chaincode-definition';
import type { Identity } from './identity';
import type { NamespaceReadWriteSet } from './read-write-set';

/** An endorsed transaction. Fabric writes exactly one action; a client may have sent none or several. */
export interface EndorserContent {
  readonly kind: 'endorser';
  readonly actions: readonly ChaincodeAction[];
}

/** The input of a chaincode call, its result, and who endorsed it. */
export interface ChaincodeAction {
  readonly chaincode: ChaincodeId;
  readonly invocation: ChaincodeInvocation;
  readonly response: ChaincodeResponse;
  readonly event: TransactionEvent | null;
  readonly readWriteSets: readonly NamespaceReadWriteSet[];
  readonly endorsements: readonly Endorsement[];
  readonly proposalHash: Buffer;
  /** Decoded arguments of `_lifecycle` where the call approves or commits a definition. */
  readonly lifecycle: LifecycleCall | null;
}

/** `peer.ChaincodeID` of the definition that ran. */
export interface ChaincodeId {
  readonly name: string;
  readonly version: string;
  readonly path: string;
}

/** `peer.ChaincodeInput`; by convention the first argument is the function. */
export interface ChaincodeInvocation {
  readonly chaincodeName: string;
  /** Null when there is no argument, or the first one is not UTF-8 text. */
  readonly function: string | null;
  /** The arguments after the function; all of them where `function` is null. */
  readonly arguments: readonly Buffer[];
  readonly isInit: boolean;
  readonly decorations: Readonly<Record<string, Buffer>>;
}

/** `peer.Response`: 200 to 399 is success. */
export interface ChaincodeResponse {
  readonly status: number;
  readonly message: string;
  readonly payload: Buffer;
}

/** `peer.ChaincodeEvent`. */
export interface TransactionEvent {
  readonly chaincodeName: string;
  readonly transactionId: string;
  readonly eventName: string;
  readonly payload: Buffer;
}

/** `peer.Endorsement`. */
export interface Endorsement {
  readonly endorser: Identity;
  readonly signature: Buffer;
}

export interface LifecycleCall {
  readonly function: 'ApproveChaincodeDefinitionForMyOrg' | 'CommitChaincodeDefinition';
  readonly definition: ApprovedDefinition;
}
