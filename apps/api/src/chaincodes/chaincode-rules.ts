import type { ChaincodeId, ChaincodeOrigin, Language, UpgradeChaincode } from '@heddle/contracts';
import {
  RowNotFoundError,
  ScopeBusyError,
  type ChaincodeDefinitionEntity,
  type ChaincodeEntity,
  type ChainEntity,
  type ChannelEntity,
  type Store,
} from '@heddle/data';
import { organizationsOf } from '@heddle/topology';
import { assertRunning } from '../chains/chain-rules';
import { findChannel, type ChannelKey } from '../channels/find-channel';
import { ApiError, invalidField } from '../errors/api-error';
import { validationFailed } from '../http/input';
import { policyErrors } from './check-policies';
import { projectLanguage } from './source-project';

export interface ChaincodeKey extends ChannelKey {
  readonly chaincodeId: ChaincodeId;
}

export interface Place {
  readonly chain: ChainEntity;
  readonly channel: ChannelEntity;
}

/**
 * The channel and its chain, both fit for a new definition.
 *
 * @throws RowNotFoundError, ScopeBusyError, ApiError `invalid_state`
 */
export async function readyPlace(store: Store, key: ChannelKey): Promise<Place> {
  const chain = await store.chains.get(key.chainId);
  const channel = await findChannel(store, key);
  for (const scope of [`chain:${chain.id}`, `channel:${channel.id}`]) {
    const holder = await store.scopes.holder(scope);
    if (holder !== null) throw new ScopeBusyError(scope, holder);
  }
  assertRunning(chain);
  if (channel.state === 'creating' || channel.state === 'joining' || channel.state === 'failed') {
    throw new ApiError('invalid_state', `Channel ${channel.name} is ${channel.state}: its peers have not joined.`, {
      remedy: 'Retry the operation that creates the channel, or roll it back and create it again.',
    });
  }
  return { chain, channel };
}

/** @throws RowNotFoundError also for a chaincode of another channel */
export async function findChaincode(store: Store, key: ChaincodeKey): Promise<ChaincodeEntity> {
  await findChannel(store, key);
  const chaincode = await store.chaincodes.get(key.chaincodeId);
  if (chaincode.channelId !== key.channelId) throw new RowNotFoundError('chaincode', key.chaincodeId);
  return chaincode;
}

/** @throws ApiError `invalid_state` before the first commit */
export async function committedDefinition(
  store: Store,
  chaincode: ChaincodeEntity,
): Promise<ChaincodeDefinitionEntity> {
  if (chaincode.committedDefinitionId !== null) return store.chaincodes.definition(chaincode.committedDefinitionId);
  throw new ApiError('invalid_state', `Chaincode ${chaincode.name} was never committed: there is nothing to upgrade.`, {
    remedy: 'Retry its deployment, or roll it back and deploy again.',
  });
}

/**
 * Checks what the schema cannot know: members that policies name, and the source.
 *
 * @returns the source's language; null for what Heddle does not build
 * @throws ApiError `validation_failed`
 */
export async function checkDefinition(
  store: Store,
  { chain, channel }: Place,
  definition: Pick<UpgradeChaincode, 'endorsementPolicy' | 'collections' | 'origin'>,
): Promise<Language | null> {
  const members = organizationsOf(chain.spec).filter(({ name }) => channel.organizations.includes(name));
  const errors = policyErrors(
    definition,
    members.map(({ mspId }) => mspId),
  );
  if (errors.length > 0) throw validationFailed(errors);
  if (definition.origin.type === 'image' && chain.runtime === 'local') {
    throw invalidField(
      'origin.type',
      'an image runs on a cluster only: give a source, or a server that runs elsewhere',
    );
  }
  return languageOf(store, definition.origin);
}

async function languageOf(store: Store, origin: ChaincodeOrigin): Promise<Language | null> {
  if (origin.type !== 'source') return null;
  const source = await store.sources.find(origin.sourceId);
  if (source === null) throw invalidField('origin.sourceId', 'no source was uploaded under this id');
  return projectLanguage(source, origin.project);
}
