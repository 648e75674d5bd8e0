import type { Permission, Room } from '@heddle/contracts';
import type { ChainId, OperationId } from '@heddle/contracts';
import type { Store } from '@heddle/data';
import { assertAllowed } from '../auth/access.guard';
import type { Principal } from '../http/request';

/** The permission for a room of this kind, the same as for the REST routes with the same content. */
function demanded(room: Room): Permission[] {
  if (room === 'user') return ['chains:read', 'operations:read'];
  return room.startsWith('chain:') ? ['chains:read'] : ['operations:read'];
}

const idOf = (room: Room): string => room.slice(room.indexOf(':') + 1);

/**
 * Checks whether a principal may subscribe to a room.
 *
 * @throws ApiError `forbidden`, RowNotFoundError for a chain or operation that does not exist
 */
export async function authorizeRoom(store: Store, principal: Principal, room: Room): Promise<void> {
  for (const permission of demanded(room)) assertAllowed(principal, permission);
  if (room.startsWith('chain:')) await store.chains.get(idOf(room) as ChainId);
  if (room.startsWith('operation:')) await store.operations.get(idOf(room) as OperationId);
}
