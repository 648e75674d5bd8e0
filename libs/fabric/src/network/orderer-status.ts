import type { FabricError, FabricErrorOptions } from '../fabric-error';
import { OrdererNotJoinedError, OrdererRefusedError } from './transaction-errors';

/** An orderer's response for a channel that it has not joined (Fabric's `orderer/common/multichannel`). */
const NOT_JOINED = /channel creation request not allowed because the orderer system channel is not defined/i;

/**
 * The meaning of an orderer's refusal.
 * @param status name of a `common.Status`
 */
export function fromOrdererStatus(
  status: string,
  info: string,
  context: Partial<FabricErrorOptions> = {},
): FabricError {
  return NOT_JOINED.test(info)
    ? new OrdererNotJoinedError(info, context)
    : new OrdererRefusedError(status, info, context);
}
