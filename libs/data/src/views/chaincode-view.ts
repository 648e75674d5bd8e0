import {
  type ActiveOperation,
  chainScope,
  channelScope,
  defaultProject,
  HEALTHY,
  type Chaincode,
  type ChaincodeDefinition,
  type ChaincodeSource,
  type Health,
} from '@heddle/contracts';
import { RowNotFoundError } from '../data-error';
import type { ChaincodeDefinitionEntity, ChaincodeEntity, ChaincodeSourceEntity } from '../entities/chaincode.entity';
import type { Store } from '../store';
import { activeOperations, holderOf } from './active-operation';
import { observedChain, type ObservedChain } from './observed-chain';
import { chaincodeStatus } from './seen-status';

export function toDefinition(row: ChaincodeDefinitionEntity): ChaincodeDefinition {
  const { id, version, sequence, state, endorsementPolicy, collections, initRequired, origin, language } = row;
  const { init, packageIds, createdAt, committedAt } = row;
  return {
    id,
    version,
    sequence,
    state,
    endorsementPolicy,
    collections,
    initRequired,
    init,
    origin,
    language,
    packageIds,
    createdAt,
    committedAt,
  };
}

export interface ChaincodeFacts {
  /** Name of the channel. */
  channel: string;
  definition: ChaincodeDefinitionEntity;
  health: Health;
  /** The operation on the channel, or on the whole chain. */
  operation: ActiveOperation | null;
}

export function toChaincode(row: ChaincodeEntity, { channel, definition, health, operation }: ChaincodeFacts): Chaincode {
  const { id, chainId, channelId, name, revision, createdAt } = row;
  return {
    id,
    chainId,
    channelId,
    channel,
    name,
    status: chaincodeStatus(row, health),
    health,
    definition: toDefinition(definition),
    operationId: operation?.scope === channelScope(channelId) ? operation.id : null,
    operation,
    revision,
    createdAt,
  };
}

/**
 * @param known given if several chaincodes of one chain are viewed
 * @throws RowNotFoundError if the chaincode has no definition or its channel does not exist
 */
export async function chaincodeView(
  store: Store,
  row: ChaincodeEntity,
  known?: ObservedChain | null,
): Promise<Chaincode> {
  const observed = known ?? (await observedChain(store, row.chainId));
  const definitions = await store.chaincodes.definitions(row.id);
  const definition = definitions.find(({ id }) => id === row.committedDefinitionId) ?? definitions[0];
  if (definition === undefined) throw new RowNotFoundError('chaincode definition', row.id);
  const { name: channel } = await store.channels.get(row.channelId);
  const scope = channelScope(row.channelId);
  const active = await activeOperations(store, [chainScope(row.chainId), scope]);
  const operation = holderOf(active, { scope, chainId: row.chainId });
  const health = observed?.chaincodeHealth.get(row.id) ?? HEALTHY;
  return toChaincode(row, { channel, definition, health, operation });
}

export function toSource(row: ChaincodeSourceEntity): ChaincodeSource {
  const { id, fileName, sha256, size, language, uploadedAt } = row;
  const projects = row.projects ?? [];
  return {
    id,
    fileName,
    sha256,
    size,
    language,
    projects,
    defaultProject: defaultProject(projects) ?? null,
    uploadedAt,
  };
}
