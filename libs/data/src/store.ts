import type { EntityManager } from 'typeorm';
import { ChaincodeRepository } from './repositories/chaincodes';
import { ChainRepository } from './repositories/chains';
import { ChannelNodeRepository } from './repositories/channel-nodes';
import { ChannelRepository } from './repositories/channels';
import { ClusterRepository } from './repositories/clusters';
import { IdentityRepository } from './repositories/identities';
import { LeaseRepository } from './repositories/leases';
import { LiveRepository } from './repositories/live';
import { NodeRepository } from './repositories/nodes';
import { OperationRepository } from './repositories/operations';
import { OrganizationRepository } from './repositories/organizations';
import { PortRepository } from './repositories/ports';
import { AuditRepository, IdempotencyRepository } from './repositories/requests';
import { ScopeRepository } from './repositories/scopes';
import { SourceRepository } from './repositories/sources';
import { RefreshTokenRepository, UserRepository } from './repositories/users';

/** Every repository on one EntityManager: the database's for reading, or a transaction's. */
export class Store {
  readonly users: UserRepository;
  readonly refreshTokens: RefreshTokenRepository;
  readonly clusters: ClusterRepository;
  readonly chains: ChainRepository;
  readonly organizations: OrganizationRepository;
  readonly nodes: NodeRepository;
  readonly ports: PortRepository;
  readonly identities: IdentityRepository;
  readonly channels: ChannelRepository;
  readonly channelNodes: ChannelNodeRepository;
  readonly chaincodes: ChaincodeRepository;
  readonly sources: SourceRepository;
  readonly operations: OperationRepository;
  readonly scopes: ScopeRepository;
  readonly leases: LeaseRepository;
  readonly live: LiveRepository;
  readonly idempotency: IdempotencyRepository;
  readonly audit: AuditRepository;

  constructor(readonly manager: EntityManager) {
    this.users = new UserRepository(manager);
    this.refreshTokens = new RefreshTokenRepository(manager);
    this.clusters = new ClusterRepository(manager);
    this.chains = new ChainRepository(manager);
    this.organizations = new OrganizationRepository(manager);
    this.nodes = new NodeRepository(manager);
    this.ports = new PortRepository(manager);
    this.identities = new IdentityRepository(manager);
    this.channelNodes = new ChannelNodeRepository(manager);
    this.channels = new ChannelRepository(manager);
    this.chaincodes = new ChaincodeRepository(manager);
    this.sources = new SourceRepository(manager);
    this.operations = new OperationRepository(manager);
    this.scopes = new ScopeRepository(manager);
    this.leases = new LeaseRepository(manager);
    this.live = new LiveRepository(manager);
    this.idempotency = new IdempotencyRepository(manager);
    this.audit = new AuditRepository(manager);
  }
}

/**
 * The store of a transaction. Its work may run again after a deadlock, so it must have no effects outside the database.
 */
export class Transaction extends Store {
  readonly #committed: (() => void)[] = [];

  /** Runs after the commit, never after a rollback. Must not throw. */
  afterCommit(callback: () => void): void {
    this.#committed.push(callback);
  }

  /** @internal */
  runCommitted(): void {
    for (const callback of this.#committed) callback();
  }
}
