import { defaultProject, type Chaincode, type ChaincodeDefinition, type ChaincodeSource } from '@heddle/contracts';
import { RowNotFoundError } from '../data-error';
import type { ChaincodeDefinitionEntity, ChaincodeEntity, ChaincodeSourceEntity } from '../entities/chaincode.entity';
import { statusOf } from '../entities/observed';
import type { Store } from '../store';

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
  operationId: string | null;
}

export function toChaincode(row: ChaincodeEntity, { channel, definition, operationId }: ChaincodeFacts): Chaincode {
  const { id, chainId, channelId, name, revision, createdAt } = row;
  return {
    id,
    chainId,
    channelId,
    channel,
    name,
    status: statusOf(row),
    definition: toDefinition(definition),
    operationId,
    revision,
    createdAt,
  };
}

/** @throws RowNotFoundError when the chaincode has no definition or its channel is gone */
export async function chaincodeView(store: Store, row: ChaincodeEntity): Promise<Chaincode> {
  const definitions = await store.chaincodes.definitions(row.id);
  const definition = definitions.find(({ id }) => id === row.committedDefinitionId) ?? definitions[0];
  if (definition === undefined) throw new RowNotFoundError('chaincode definition', row.id);
  const { name: channel } = await store.channels.get(row.channelId);
  const operationId = await store.scopes.holder(`channel:${row.channelId}`);
  return toChaincode(row, { channel, definition, operationId });
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
