import { chainScope, type ChainId, type OperationId } from '@heddle/contracts';
import { In, type EntityManager } from 'typeorm';
import { RowNotFoundError, ScopeBusyError } from '../data-error';
import { ChainEntity } from '../entities/chain.entity';
import { OperationEntity, ScopeEntity } from '../entities/operation.entity';
import { isDuplicate } from './unique';

/** Which unfinished operation works on what. A chain's scope excludes every scope inside that chain. */
export class ScopeRepository {
  constructor(private readonly manager: EntityManager) {}

  /**
   * Takes the scope for the operation. Run in the transaction that creates the operation.
   * @returns a number that increases with each operation of the chain
   * @throws ScopeBusyError with the operation that holds the scope, RowNotFoundError if the chain does not exist
   */
  async take(scope: string, chainId: ChainId, operationId: OperationId): Promise<number> {
    const taking = await this.#lock(chainId);
    const held = await this.manager.findBy(ScopeEntity, { chainId });
    const whole = chainScope(chainId);
    const conflict = held.find((other) => scope === whole || [scope, whole].includes(other.scope));
    if (conflict !== undefined) throw await this.#busy(scope, conflict.operationId);
    try {
      await this.manager.insert(ScopeEntity, { scope, chainId, operationId });
    } catch (error) {
      if (!isDuplicate(error)) throw error;
      throw await this.#busy(scope, (await this.holder(scope)) ?? operationId);
    }
    return taking;
  }

  async release(operationId: OperationId): Promise<void> {
    await this.manager.delete(ScopeEntity, { operationId });
  }

  async holder(scope: string): Promise<OperationId | null> {
    const row = await this.manager.findOneBy(ScopeEntity, { scope });
    return row?.operationId ?? null;
  }

  /** @throws ScopeBusyError if an unfinished operation holds one of the scopes */
  async assertFree(...scopes: string[]): Promise<void> {
    const holders = await this.holders(scopes);
    for (const [scope, operationId] of holders) throw await this.#busy(scope, operationId);
  }

  async #busy(scope: string, operationId: OperationId): Promise<ScopeBusyError> {
    return new ScopeBusyError(scope, operationId, await this.manager.findOneBy(OperationEntity, { id: operationId }));
  }

  /** Holders of several scopes. */
  async holders(scopes: readonly string[]): Promise<Map<string, OperationId>> {
    if (scopes.length === 0) return new Map();
    const rows = await this.manager.findBy(ScopeEntity, { scope: In([...scopes]) });
    return new Map(rows.map(({ scope, operationId }) => [scope, operationId]));
  }

  /** Every scope that an unfinished operation holds. */
  all(): Promise<ScopeEntity[]> {
    return this.manager.find(ScopeEntity);
  }

  /** Serializes the comparison of scopes: the chain's row is the lock. */
  async #lock(chainId: ChainId): Promise<number> {
    const { affected } = await this.manager
      .createQueryBuilder()
      .update(ChainEntity)
      .set({ scopeChanges: () => 'scopeChanges + 1' })
      .where('id = :chainId AND deletedAt IS NULL', { chainId })
      .execute();
    if (affected !== 1) throw new RowNotFoundError('chain', chainId);
    const { scopeChanges } = await this.manager.findOneByOrFail(ChainEntity, { id: chainId });
    return scopeChanges;
  }
}
