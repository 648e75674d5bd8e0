import {
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
  operationId: string | null;
}

export function toChaincode(row: ChaincodeEntity, { channel, definition, health, operationId }: ChaincodeFacts): Chaincode {
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
    operationId,
    revision,
    createdAt,
  };
}

/**
 * @param known where several chaincodes of one chain are viewed
 * @throws RowNotFoundError when the chaincode has no definition or its channel is gone
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
  const operationId = await store.scopes.holder(`channel:${row.channelId}`);
  const health = observed?.chaincodeHealth.get(row.id) ?? HEALTHY;
  return toChaincode(row, { channel, definition, health, operationId });
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
