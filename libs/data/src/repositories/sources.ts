import { randomUUID } from 'node:crypto';
import type { SourceId } from '@heddle/contracts';
import type { EntityManager } from 'typeorm';
import { RowNotFoundError } from '../data-error';
import { ChaincodeSourceEntity } from '../entities/chaincode.entity';
import { rowOf } from '../entities/row-of';
import { isDuplicate } from './unique';

export type NewSource = Omit<ChaincodeSourceEntity, 'id' | 'uploadedAt'>;

/** Uploaded chaincode sources. */
export class SourceRepository {
  constructor(private readonly manager: EntityManager) {}

  find(id: SourceId): Promise<ChaincodeSourceEntity | null> {
    return this.manager.findOneBy(ChaincodeSourceEntity, { id });
  }

  /** @throws RowNotFoundError */
  async get(id: SourceId): Promise<ChaincodeSourceEntity> {
    const row = await this.find(id);
    if (row === null) throw new RowNotFoundError('chaincode source', id);
    return row;
  }

  /** The source with this content, stored if it is new. New metadata is added to an existing one. */
  async remember(source: NewSource): Promise<ChaincodeSourceEntity> {
    const known = await this.#bySha256(source.sha256);
    if (known !== null) return this.#withProjects(known, source);
    const id = randomUUID() as SourceId;
    const row = rowOf(ChaincodeSourceEntity, { ...source, id, uploadedAt: new Date().toISOString() });
    try {
      await this.manager.insert(ChaincodeSourceEntity, row);
      return row;
    } catch (error) {
      const winner = isDuplicate(error) ? await this.#bySha256(source.sha256) : null;
      if (winner === null) throw error;
      return winner;
    }
  }

  async #withProjects(known: ChaincodeSourceEntity, { projects }: NewSource): Promise<ChaincodeSourceEntity> {
    if (known.projects !== null || projects === null) return known;
    await this.manager.update(ChaincodeSourceEntity, { id: known.id }, { projects });
    return this.get(known.id);
  }

  #bySha256(sha256: string): Promise<ChaincodeSourceEntity | null> {
    return this.manager.findOneBy(ChaincodeSourceEntity, { sha256 });
  }
}
