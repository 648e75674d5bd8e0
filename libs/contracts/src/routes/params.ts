import { z } from 'zod';
import { ChainId, ChaincodeId, ChannelId, ClusterId, NodeId, OperationId } from '../ids';

/** Path parameters that routes of several resources share, and the empty body. */
export const chainParams = z.strictObject({ chainId: ChainId });
export const nodeParams = z.strictObject({ chainId: ChainId, nodeId: NodeId });
export const channelParams = z.strictObject({ chainId: ChainId, channelId: ChannelId });
export const chaincodeParams = z.strictObject({ chainId: ChainId, channelId: ChannelId, chaincodeId: ChaincodeId });
export const clusterParams = z.strictObject({ clusterId: ClusterId });
export const operationParams = z.strictObject({ operationId: OperationId });
export const nothing = z.undefined();
