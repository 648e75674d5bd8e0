import type { FabricError, FabricErrorOptions } from '../fabric-error';
import { OrdererNotJoinedError, OrdererRefusedError, OrderingUnavailableError } from './transaction-errors';

/** An orderer's response for a channel that it has not joined (Fabric's `orderer/common/multichannel`). */
const NOT_JOINED = /channel creation request not allowed because the orderer system channel is not defined/i;

/**
 * The leader's answer to a change of consenters while it has not heard from enough of them (Fabric's
 * `orderer/consensus/etcdraft`). It passes: a consenter that just joined counts only after its first messages.
 */
const TOO_FEW_ALIVE = /nodes are alive, configuration will result in quorum loss/i;

/**
 * The meaning of an orderer's refusal.
 * @param status name of a `common.Status`
 */
export function fromOrdererStatus(
  status: string,
  info: string,
  context: Partial<FabricErrorOptions> = {},
): FabricError {
  if (NOT_JOINED.test(info)) return new OrdererNotJoinedError(info, context);
  if (TOO_FEW_ALIVE.test(info)) return new OrderingUnavailableError([], info, context);
  return new OrdererRefusedError(status, info, context);
}
