import { z } from 'zod';
import { ChainId, ChaincodeId, ChannelId, ClusterId, IdentityId, NodeId, OperationId } from '../ids';
import { OrganizationName } from '../names';

/** Path parameters that routes of several resources share, and the empty body. */
export const chainParams = z.strictObject({ chainId: ChainId });
export const nodeParams = z.strictObject({ chainId: ChainId, nodeId: NodeId });
export const channelParams = z.strictObject({ chainId: ChainId, channelId: ChannelId });
export const chaincodeParams = z.strictObject({ chainId: ChainId, channelId: ChannelId, chaincodeId: ChaincodeId });
export const identityParams = z.strictObject({ chainId: ChainId, identityId: IdentityId });
export const organizationParams = z.strictObject({ chainId: ChainId, organization: OrganizationName });
export const connectParams = z.strictObject({ chainId: ChainId, channelId: ChannelId, identityId: IdentityId });
export const clusterParams = z.strictObject({ clusterId: ClusterId });
export const operationParams = z.strictObject({ operationId: OperationId });
export const nothing = z.undefined();
