import type { ChainId, ChainSpec, ChainState, Page, UserId } from '@heddle/contracts';
import type { EntityManager } from 'typeorm';
import { NameTakenError } from '../data-error';
import { ChainEntity, type DesiredChain } from '../entities/chain.entity';
import { newestFirst, type PageRequest } from '../pagination';
import { AggregateRepository, type NewRow } from './aggregate';
import { ClusterRepository } from './clusters';
import { observedNow, observedPatch } from './observed';
import { OrganizationRepository } from './organizations';
import { plainRows } from './plain-rows';
import { isDuplicate } from './unique';

export interface NewChain {
  id?: ChainId;
  spec: ChainSpec;
  ownerId: UserId;
  state?: ChainState;
  desired?: DesiredChain;
}

export interface ChainFilter extends PageRequest {
  /** Part of the name. */
  search?: string | undefined;
  state?: string | undefined;
}

const ACTIVE = ['id', 'name', 'state', 'stateReason', 'desired', 'scopeChanges'] as const satisfies (keyof ChainEntity)[];

/** What the reconciler must know of a chain. */
export type ActiveChain = Pick<ChainEntity, (typeof ACTIVE)[number]>;

export class ChainRepository extends AggregateRepository<ChainEntity> {
  constructor(manager: EntityManager) {
    super(manager, ChainEntity, 'chain');
  }

  /** @throws NameTakenError, UnknownClusterError */
  async create({ id, spec, ownerId, state = 'defined', desired = 'running' }: NewChain): Promise<ChainEntity> {
    if (spec.cluster !== undefined) await new ClusterRepository(this.manager).hold(spec.cluster);
    const row = await this.#insertNamed({
        ...(id === undefined ? {} : { id }),
        name: spec.name,
        livingName: spec.name,
        description: spec.description,
        runtime: spec.runtime,
        cluster: spec.cluster ?? null,
        spec,
        desired,
        ownerId,
        scopeChanges: 0,
        deletedAt: null,
        ...observedNow(state),
      });
    await new OrganizationRepository(this.manager).addRequested(row);
    return row;
  }

  /** A chain that is not deleted. */
  override async find(id: ChainId): Promise<ChainEntity | null> {
    const row = await super.find(id);
    return row?.deletedAt === null ? row : null;
  }

  list({ search, state, ...page }: ChainFilter): Promise<Page<ChainEntity>> {
    const query = this.manager.createQueryBuilder(ChainEntity, 'chain').where('chain.deletedAt IS NULL');
    if (search !== undefined) query.andWhere('INSTR(chain.name, :search) > 0', { search: search.toLowerCase() });
    if (state !== undefined) query.andWhere('chain.state = :state', { state });
    return newestFirst(query, page);
  }

  /** The chain that has the name; deleted chains have none. */
  byName(livingName: string): Promise<ChainEntity | null> {
    return this.manager.findOneBy(ChainEntity, { livingName });
  }

  /** Chains that the reconciler watches, oldest first. */
  active(): Promise<ActiveChain[]> {
    return plainRows(this.manager, ChainEntity, ACTIVE, (query) =>
      query
        .where('row.deletedAt IS NULL AND row.state NOT IN (:...idle)', { idle: ['defined', 'released'] })
        .orderBy('row.createdAt'),
    );
  }

  async setState(id: ChainId, state: ChainState, reason: string | null = null): Promise<ChainEntity> {
    return this.update(id, observedPatch(await this.get(id), state, reason));
  }

  setDesired(id: ChainId, desired: DesiredChain): Promise<ChainEntity> {
    return this.update(id, { desired });
  }

  /** Deletes the chain; its name becomes available. Returns the revision of the tombstone. */
  async markDeleted(id: ChainId): Promise<number> {
    const { revision } = await this.get(id);
    await this.manager.update(
      ChainEntity,
      { id },
      { livingName: null, deletedAt: new Date().toISOString(), revision: revision + 1 },
    );
    return revision + 1;
  }

  async #insertNamed(values: NewRow<ChainEntity>): Promise<ChainEntity> {
    try {
      return await this.insert(values);
    } catch (error) {
      if (isDuplicate(error)) throw new NameTakenError('chain', values.name);
      throw error;
    }
  }
}
