import { z } from 'zod';

const brandedId = <Brand extends string>(brand: Brand) => z.uuid().toLowerCase().brand(brand);

/** Ids are UUIDs. The brand prevents that a chain's id is passed as a channel's. */
export const ChainId = brandedId('ChainId');
export type ChainId = z.infer<typeof ChainId>;
export const NodeId = brandedId('NodeId');
export type NodeId = z.infer<typeof NodeId>;
export const ChannelId = brandedId('ChannelId');
export type ChannelId = z.infer<typeof ChannelId>;
export const ChaincodeId = brandedId('ChaincodeId');
export type ChaincodeId = z.infer<typeof ChaincodeId>;
export const DefinitionId = brandedId('DefinitionId');
export type DefinitionId = z.infer<typeof DefinitionId>;
export const SourceId = brandedId('SourceId');
export type SourceId = z.infer<typeof SourceId>;
export const OperationId = brandedId('OperationId');
export type OperationId = z.infer<typeof OperationId>;
export const ClusterId = brandedId('ClusterId');
export type ClusterId = z.infer<typeof ClusterId>;
export const UserId = brandedId('UserId');
export type UserId = z.infer<typeof UserId>;
export const IdentityId = brandedId('IdentityId');
export type IdentityId = z.infer<typeof IdentityId>;
