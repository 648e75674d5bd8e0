import { randomUUID } from 'node:crypto';
import type {
  ChainId,
  ChaincodeId,
  ChaincodeState,
  ChannelId,
  DefinitionId,
  SettledDefinition,
} from '@heddle/contracts';
import { In, type EntityManager } from 'typeorm';
import { NameTakenError, RowNotFoundError } from '../data-error';
import { ChaincodeDefinitionEntity, ChaincodeEntity } from '../entities/chaincode.entity';
import { rowOf } from '../entities/row-of';
import { AggregateRepository } from './aggregate';
import { observedNow, observedPatch } from './observed';
import { isDuplicate } from './unique';

export interface NewChaincode {
  id?: ChaincodeId;
  chainId: ChainId;
  channelId: ChannelId;
  name: string;
}

export type NewDefinition = SettledDefinition &
  Pick<ChaincodeDefinitionEntity, 'chaincodeId' | 'sequence' | 'origin' | 'language'> & { id?: DefinitionId };
export type DefinitionPatch = Partial<
  Pick<ChaincodeDefinitionEntity, 'state' | 'sequence' | 'packageIds' | 'language' | 'buildId' | 'committedAt'>
>;

/** Chaincodes with their definitions as one aggregate. */
export class ChaincodeRepository extends AggregateRepository<ChaincodeEntity> {
  constructor(manager: EntityManager) {
    super(manager, ChaincodeEntity, 'chaincode');
  }

  /** @throws NameTakenError */
  async create(chaincode: NewChaincode): Promise<ChaincodeEntity> {
    try {
      return await this.insert({
        ...chaincode,
        committedDefinitionId: null,
        ...observedNow('deploying'),
      });
    } catch (error) {
      if (isDuplicate(error)) throw new NameTakenError('chaincode', chaincode.name);
      throw error;
    }
  }

  byName(channelId: ChannelId, name: string): Promise<ChaincodeEntity | null> {
    return this.manager.findOneBy(ChaincodeEntity, { channelId, name });
  }

  /** Ordered by name. */
  ofChannel(channelId: ChannelId): Promise<ChaincodeEntity[]> {
    return this.manager.find(ChaincodeEntity, { where: { channelId }, order: { name: 'ASC' } });
  }

  ofChain(chainId: ChainId): Promise<ChaincodeEntity[]> {
    return this.manager.find(ChaincodeEntity, { where: { chainId }, order: { name: 'ASC' } });
  }

  async setState(id: ChaincodeId, state: ChaincodeState, reason: string | null = null): Promise<ChaincodeEntity> {
    return this.update(id, observedPatch(await this.get(id), state, reason));
  }

  async addDefinition({ id, ...definition }: NewDefinition): Promise<ChaincodeDefinitionEntity> {
    const at = new Date().toISOString();
    const row = rowOf(ChaincodeDefinitionEntity, {
      id: id ?? (randomUUID() as DefinitionId),
      ...definition,
      state: 'deploying',
      packageIds: {},
      buildId: null,
      createdAt: at,
      updatedAt: at,
      committedAt: null,
    });
    await this.manager.insert(ChaincodeDefinitionEntity, row);
    return row;
  }

  /** @throws RowNotFoundError */
  async definition(id: DefinitionId): Promise<ChaincodeDefinitionEntity> {
    const row = await this.manager.findOneBy(ChaincodeDefinitionEntity, { id });
    if (row === null) throw new RowNotFoundError('chaincode definition', id);
    return row;
  }

  /** Newest first. */
  definitions(chaincodeId: ChaincodeId): Promise<ChaincodeDefinitionEntity[]> {
    return this.manager.find(ChaincodeDefinitionEntity, {
      where: { chaincodeId },
      order: { sequence: 'DESC', createdAt: 'DESC' },
    });
  }

  /** Writes the patch and increases the chaincode's revision, because the definition is part of its view. */
  async updateDefinition(id: DefinitionId, patch: DefinitionPatch): Promise<ChaincodeDefinitionEntity> {
    await this.manager.update(ChaincodeDefinitionEntity, { id }, { ...patch, updatedAt: new Date().toISOString() });
    const row = await this.definition(id);
    await this.update(row.chaincodeId, {});
    return row;
  }

  /**
   * Records that the definition is committed on the channel: it becomes the chaincode's definition and supersedes the
   * previous one.
   */
  async commitDefinition(id: DefinitionId): Promise<ChaincodeDefinitionEntity> {
    const { chaincodeId } = await this.definition(id);
    await this.manager.update(
      ChaincodeDefinitionEntity,
      { chaincodeId, state: 'committed' },
      { state: 'superseded', updatedAt: new Date().toISOString() },
    );
    await this.update(chaincodeId, { committedDefinitionId: id });
    return this.updateDefinition(id, { state: 'committed', committedAt: new Date().toISOString() });
  }

  async removeWithDefinitions(chaincodeId: ChaincodeId): Promise<void> {
    await this.manager.delete(ChaincodeDefinitionEntity, { chaincodeId });
    await this.remove(chaincodeId);
  }

  async removeOfChain(chainId: ChainId): Promise<void> {
    const ids = (await this.ofChain(chainId)).map(({ id }) => id);
    if (ids.length === 0) return;
    await this.manager.delete(ChaincodeDefinitionEntity, { chaincodeId: In(ids) });
    await this.manager.delete(ChaincodeEntity, { chainId });
  }
}
