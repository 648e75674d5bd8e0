import { type ActiveOperation, chainScope, type ChainId } from '@heddle/contracts';
import { In } from 'typeorm';
import { OperationEntity } from '../entities/operation.entity';
import type { Store } from '../store';

/** The unfinished operations that hold these scopes, by scope. */
export async function activeOperations(store: Store, scopes: readonly string[]): Promise<Map<string, ActiveOperation>> {
  const holders = await store.scopes.holders(scopes);
  if (holders.size === 0) return new Map();
  const rows = await store.manager.findBy(OperationEntity, { id: In([...holders.values()]) });
  return new Map(
    [...holders].flatMap(([scope, operationId]): [string, ActiveOperation][] => {
      const row = rows.find(({ id }) => id === operationId);
      return row === undefined ? [] : [[scope, toActiveOperation(row)]];
    }),
  );
}

function toActiveOperation({ id, kind, scope, sequence, startedAt, createdAt }: OperationEntity): ActiveOperation {
  return { id, kind, scope, sequence, since: startedAt ?? createdAt };
}

/** The operation that holds something in a chain: the one on its own scope, or the one on the whole chain. */
export const holderOf = (
  active: ReadonlyMap<string, ActiveOperation>,
  { scope, chainId }: { scope: string; chainId: ChainId },
): ActiveOperation | null => active.get(scope) ?? active.get(chainScope(chainId)) ?? null;
