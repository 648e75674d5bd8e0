import { createHash } from 'node:crypto';
import { peer as protos } from '@hyperledger/fabric-protos';
import { DEFAULT_SUBMIT_TIMEOUT, type CallOptions } from '../network/call-options';
import { endorseOn } from '../network/endorse';
import { ProposalRefusedError } from '../network/errors';
import { GatewayClient, type SubmitResult } from '../network/gateway-client';
import type { PeerClient } from '../network/peer-client';
import type { ApprovedDefinition, ChaincodeDefinition, CommittedDefinition } from './chaincode-definition';
import { fillDefinition, toStoredDefinition } from './definition-protos';

const { lifecycle } = protos;
const LIFECYCLE = '_lifecycle';
const NOT_DEFINED = /namespace .* is not defined|could not fetch approved chaincode definition|not found/i;
const INSTALLED_BEFORE = /already successfully installed \(package ID '([^']+)'\)/;

/** A package that is installed on a peer. */
export interface InstalledChaincode {
  /** `label:sha256` */
  readonly packageId: string;
  readonly label: string;
  /** The definitions that use it, by channel. */
  readonly references: readonly ChaincodeReference[];
}

export interface ChaincodeReference {
  readonly channel: string;
  readonly name: string;
  readonly version: string;
}

/** How ready a definition is to be committed. */
export interface CommitReadiness {
  /** By MSP id: whether the organization approved exactly this. */
  readonly approvals: Readonly<Record<string, boolean>>;
}

/**
 * The chaincode lifecycle of one organization, through one of its peers (system chaincode `_lifecycle`, Fabric's
 * core/chaincode/lifecycle/scc.go). The peer's signer has to be an admin of that organization.
 *
 * Transactions are endorsed by exactly the given peers, ordered through the peer's gateway, and awaited:
 * they reject with {@link TransactionInvalidError} when the validation code is not VALID.
 */
export class LifecycleClient {
  readonly peer: PeerClient;
  readonly #gateway: GatewayClient;

  constructor(peer: PeerClient) {
    this.peer = peer;
    this.#gateway = new GatewayClient({ connection: peer.connection, signer: peer.signer });
  }

  /** The packages on this peer. */
  async installed(options?: CallOptions): Promise<InstalledChaincode[]> {
    const bytes = await this.#query(
      '',
      'QueryInstalledChaincodes',
      new lifecycle.QueryInstalledChaincodesArgs(),
      options,
    );
    const result = lifecycle.QueryInstalledChaincodesResult.deserializeBinary(bytes);
    return result.getInstalledChaincodesList().map(toInstalled);
  }

  /** Installs a package (tar.gz) on this peer; 60 s by default. Returns its package id. */
  async install(packageBytes: Uint8Array, options: CallOptions = {}): Promise<string> {
    const args = new lifecycle.InstallChaincodeArgs();
    args.setChaincodeInstallPackage(packageBytes);
    const limits = { timeout: DEFAULT_SUBMIT_TIMEOUT, ...options };
    const bytes = await this.#query('', 'InstallChaincode', args, limits);
    return lifecycle.InstallChaincodeResult.deserializeBinary(bytes).getPackageId();
  }

  /** Installs unless the peer has exactly these bytes. Returns the package id. */
  async ensureInstalled(packageBytes: Uint8Array, options: CallOptions = {}): Promise<string> {
    const hash = createHash('sha256').update(packageBytes).digest('hex');
    const before = (await this.installed(options)).find(({ packageId }) => packageId.endsWith(`:${hash}`));
    if (before !== undefined) return before.packageId;
    try {
      return await this.install(packageBytes, options);
    } catch (error) {
      const [, packageId] = (error instanceof ProposalRefusedError && INSTALLED_BEFORE.exec(error.detail)) || [];
      if (packageId === undefined) throw error;
      return packageId;
    }
  }

  /** Approves a definition for this peer's organization, and waits for the commit; 60 s by default. */
  async approve(channel: string, definition: ChaincodeDefinition, options: CallOptions = {}): Promise<SubmitResult> {
    const args = fillDefinition(new lifecycle.ApproveChaincodeDefinitionForMyOrgArgs(), definition);
    args.setSource(toSource(definition.packageId));
    return this.#submit(channel, 'ApproveChaincodeDefinitionForMyOrg', args, { endorsers: [this.peer], ...options });
  }

  /** Approves unless this organization has approved exactly this definition with exactly this package. */
  async ensureApproved(channel: string, definition: ChaincodeDefinition, options: CallOptions = {}): Promise<void> {
    const { name, sequence, packageId } = definition;
    const approved = await this.queryApproved(channel, { name, sequence }, options);
    if (approved !== undefined && approved.packageId === packageId) {
      const committed = await this.queryCommitted(channel, name, options);
      if (committed !== undefined && committed.sequence >= sequence) return;
      const { approvals } = await this.checkCommitReadiness(channel, definition, options);
      if (approvals[this.peer.signer.mspId] === true) return;
    }
    await this.approve(channel, definition, options);
  }

  /** Who has approved this definition. Rejects with {@link ProposalRefusedError} unless `sequence` is the next one. */
  async checkCommitReadiness(
    channel: string,
    definition: ChaincodeDefinition,
    options?: CallOptions,
  ): Promise<CommitReadiness> {
    const args = fillDefinition(new lifecycle.CheckCommitReadinessArgs(), definition);
    const bytes = await this.#query(channel, 'CheckCommitReadiness', args, options);
    const result = lifecycle.CheckCommitReadinessResult.deserializeBinary(bytes);
    return { approvals: toRecord(result.getApprovalsMap()) };
  }

  /**
   * Commits a definition and waits for it; 60 s by default.
   * @param endorsers peers of other organizations that endorse in addition to this one, enough for the channel's
   * `LifecycleEndorsement` policy (by default a majority of the organizations).
   */
  async commit(
    channel: string,
    definition: ChaincodeDefinition,
    { endorsers, ...options }: CallOptions & { readonly endorsers: readonly PeerClient[] },
  ): Promise<SubmitResult> {
    const args = fillDefinition(new lifecycle.CommitChaincodeDefinitionArgs(), definition);
    const others = endorsers.filter((endorser) => endorser !== this.peer);
    return this.#submit(channel, 'CommitChaincodeDefinition', args, { endorsers: [this.peer, ...others], ...options });
  }

  /** Commits unless this sequence is committed. */
  async ensureCommitted(
    channel: string,
    definition: ChaincodeDefinition,
    options: CallOptions & { readonly endorsers: readonly PeerClient[] },
  ): Promise<void> {
    if (await this.#isCommitted(channel, definition, options)) return;
    try {
      await this.commit(channel, definition, options);
    } catch (error) {
      // Another worker may have committed it in between; its sequence is then the committed one.
      if (!(await this.#isCommitted(channel, definition, options))) throw error;
    }
  }

  /** All committed definitions of a channel. */
  queryCommitted(channel: string, name?: undefined, options?: CallOptions): Promise<CommittedDefinition[]>;
  /** The committed definition of one chaincode with its approvals; undefined when there is none. */
  queryCommitted(channel: string, name: string, options?: CallOptions): Promise<CommittedDefinition | undefined>;
  queryCommitted(
    channel: string,
    name?: string,
    options?: CallOptions,
  ): Promise<CommittedDefinition[] | CommittedDefinition | undefined> {
    return name === undefined ? this.#allCommitted(channel, options) : this.#oneCommitted(channel, name, options);
  }

  /** The definition that this peer's organization approved for a sequence; undefined when it did not. */
  async queryApproved(
    channel: string,
    { name, sequence }: Pick<ChaincodeDefinition, 'name' | 'sequence'>,
    options?: CallOptions,
  ): Promise<ApprovedDefinition | undefined> {
    const args = new lifecycle.QueryApprovedChaincodeDefinitionArgs();
    args.setName(name);
    args.setSequence(sequence);
    const bytes = await unlessUndefined(this.#query(channel, 'QueryApprovedChaincodeDefinition', args, options));
    if (bytes === undefined) return undefined;
    const result = lifecycle.QueryApprovedChaincodeDefinitionResult.deserializeBinary(bytes);
    const packageId = result.getSource()?.getLocalPackage()?.getPackageId();
    return { ...toStoredDefinition(name, result), ...(packageId !== undefined && { packageId }) };
  }

  async #allCommitted(channel: string, options?: CallOptions): Promise<CommittedDefinition[]> {
    const args = new lifecycle.QueryChaincodeDefinitionsArgs();
    const bytes = await this.#query(channel, 'QueryChaincodeDefinitions', args, options);
    const result = lifecycle.QueryChaincodeDefinitionsResult.deserializeBinary(bytes);
    return result.getChaincodeDefinitionsList().map((stored) => toStoredDefinition(stored.getName(), stored));
  }

  async #oneCommitted(channel: string, name: string, options?: CallOptions): Promise<CommittedDefinition | undefined> {
    const args = new lifecycle.QueryChaincodeDefinitionArgs();
    args.setName(name);
    const bytes = await unlessUndefined(this.#query(channel, 'QueryChaincodeDefinition', args, options));
    if (bytes === undefined) return undefined;
    const result = lifecycle.QueryChaincodeDefinitionResult.deserializeBinary(bytes);
    return { ...toStoredDefinition(name, result), approvals: toRecord(result.getApprovalsMap()) };
  }

  async #isCommitted(channel: string, { name, sequence }: ChaincodeDefinition, options: CallOptions): Promise<boolean> {
    const committed = await this.queryCommitted(channel, name, options);
    return committed !== undefined && committed.sequence >= sequence;
  }

  #query(channel: string, fn: string, args: Encodable, options?: CallOptions): Promise<Uint8Array> {
    return this.peer.query({ channel, chaincode: LIFECYCLE, fn, args: [args.serializeBinary()] }, options);
  }

  async #submit(
    channel: string,
    fn: string,
    args: Encodable,
    { endorsers, ...options }: CallOptions & { readonly endorsers: readonly [PeerClient, ...PeerClient[]] },
  ): Promise<SubmitResult> {
    const query = { channel, chaincode: LIFECYCLE, fn, args: [args.serializeBinary()] };
    const transaction = await endorseOn(endorsers, query, options);
    return this.#gateway.submitEndorsed(transaction, options);
  }
}

interface Encodable {
  serializeBinary(): Uint8Array;
}

async function unlessUndefined(answer: Promise<Uint8Array>): Promise<Uint8Array | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof ProposalRefusedError && NOT_DEFINED.test(error.detail)) return undefined;
    throw error;
  }
}

function toSource(packageId: string | undefined): protos.lifecycle.ChaincodeSource {
  const source = new lifecycle.ChaincodeSource();
  if (packageId === undefined) {
    source.setUnavailable(new lifecycle.ChaincodeSource.Unavailable());
    return source;
  }
  const local = new lifecycle.ChaincodeSource.Local();
  local.setPackageId(packageId);
  source.setLocalPackage(local);
  return source;
}

function toInstalled(
  installed: protos.lifecycle.QueryInstalledChaincodesResult.InstalledChaincode,
): InstalledChaincode {
  const references = [...installed.getReferencesMap().entries()].flatMap(([channel, chaincodes]) =>
    chaincodes.getChaincodesList().map((used) => ({ channel, name: used.getName(), version: used.getVersion() })),
  );
  return { packageId: installed.getPackageId(), label: installed.getLabel(), references };
}

function toRecord(approvals: { entries(): Iterable<[string, boolean]> }): Record<string, boolean> {
  return Object.fromEntries([...approvals.entries()].sort(([a], [b]) => (a < b ? -1 : 1)));
}
