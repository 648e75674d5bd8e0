import { ChaincodeDefinitionEntity, ChaincodeEntity, ChaincodeSourceEntity } from './chaincode.entity';
import { ChainEntity } from './chain.entity';
import { ClusterEntity, ClusterSecretsEntity } from './cluster.entity';
import { ChannelNodeEntity } from './channel-node.entity';
import { ChannelEntity } from './channel.entity';
import { IdentityEntity } from './identity.entity';
import { LiveEventEntity, LiveRoomEntity } from './live.entity';
import { NodeEntity, PortLeaseEntity } from './node.entity';
import { LeaseEntity, OperationEntity, OperationStepEntity, ScopeEntity } from './operation.entity';
import { OrganizationEntity } from './organization.entity';
import { AuditEntity, IdempotencyKeyEntity } from './request.entity';
import { RefreshTokenEntity, UserEntity } from './user.entity';

/** All tables of Heddle. */
export const ENTITIES = [
  UserEntity,
  RefreshTokenEntity,
  ClusterEntity,
  ClusterSecretsEntity,
  ChainEntity,
  OrganizationEntity,
  NodeEntity,
  PortLeaseEntity,
  IdentityEntity,
  ChannelEntity,
  ChannelNodeEntity,
  ChaincodeEntity,
  ChaincodeDefinitionEntity,
  ChaincodeSourceEntity,
  OperationEntity,
  OperationStepEntity,
  ScopeEntity,
  LeaseEntity,
  LiveRoomEntity,
  LiveEventEntity,
  IdempotencyKeyEntity,
  AuditEntity,
];
