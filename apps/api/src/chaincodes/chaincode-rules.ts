import {
  capabilitiesOf,
  chainScope,
  channelScope,
  type AgreedDefinition,
  type ChaincodeId,
  type ChaincodeOrigin,
  type Language,
  type SettledDefinition,
} from '@heddle/contracts';
import {
  RowNotFoundError,
  type ChaincodeDefinitionEntity,
  type ChaincodeEntity,
  type ChainEntity,
  type ChannelEntity,
  type Store,
  type Transaction,
} from '@heddle/data';
import { assertRunning } from '../chains/chain-rules';
import type { ChannelFacts } from '../channels/channel-ledger';
import { findChannel, type ChannelKey } from '../channels/find-channel';
import { ApiError, invalidField } from '../errors/api-error';
import { validationFailed } from '../http/input';
import { definitionErrors } from './check-policies';
import { projectLanguage } from './source-project';

export interface ChaincodeKey extends ChannelKey {
  readonly chaincodeId: ChaincodeId;
}

export interface Place {
  readonly chain: ChainEntity;
  readonly channel: ChannelEntity;
}

/**
 * The channel and its chain, if both accept a new definition.
 *
 * @throws RowNotFoundError, ScopeBusyError, ApiError `invalid_state`
 */
export async function readyPlace(store: Store, key: ChannelKey): Promise<Place> {
  const chain = await store.chains.get(key.chainId);
  const channel = await findChannel(store, key);
  await assertFree(store, { chain, channel });
  assertRunning(chain);
  if (channel.state === 'creating' || channel.state === 'failed') {
    throw new ApiError('invalid_state', `Channel ${channel.name} is ${channel.state}: its peers have not joined.`, {
      remedy: 'Retry the operation that creates the channel, or roll it back and create it again.',
    });
  }
  return { chain, channel };
}

/**
 * The channel and its chain for requests that only remove, whether or not the chain runs.
 *
 * @throws RowNotFoundError, ScopeBusyError, ApiError `invalid_state`
 */
export async function knownPlace(store: Store, key: ChannelKey): Promise<Place> {
  const chain = await store.chains.get(key.chainId);
  const channel = await findChannel(store, key);
  await assertFree(store, { chain, channel });
  if (chain.desired !== 'released') return { chain, channel };
  throw new ApiError('invalid_state', `Chain ${chain.name} is ${chain.state}: its chaincodes were removed with it.`);
}

async function assertFree(store: Store, { chain, channel }: Place): Promise<void> {
  await store.scopes.assertFree(chainScope(chain.id), channelScope(channel.id));
}

/**
 * The chaincode of a deployment: a new one, or one of this name that no earlier deployment has committed.
 *
 * @throws ApiError `name_taken` if it is committed
 */
export async function deployable(store: Transaction, channel: ChannelEntity, name: string): Promise<ChaincodeEntity> {
  await assertNameFree(store, channel, name);
  const known = await store.chaincodes.byName(channel.id, name);
  if (known !== null) return store.chaincodes.setState(known.id, 'deploying');
  return store.chaincodes.create({ chainId: channel.chainId, channelId: channel.id, name });
}

/** @throws RowNotFoundError also for a chaincode of another channel */
export async function findChaincode(store: Store, key: ChaincodeKey): Promise<ChaincodeEntity> {
  await findChannel(store, key);
  const chaincode = await store.chaincodes.get(key.chaincodeId);
  if (chaincode.channelId !== key.channelId) throw new RowNotFoundError('chaincode', key.chaincodeId);
  return chaincode;
}

/** @throws ApiError `name_taken` with the committed chaincode */
export async function assertNameFree(store: Store, channel: ChannelEntity, name: string): Promise<void> {
  const taken = await store.chaincodes.byName(channel.id, name);
  if (taken === null || taken.committedDefinitionId === null) return;
  throw new ApiError('name_taken', `Channel ${channel.name} has a chaincode named "${name}".`, {
    remedy: 'Upgrade it to the new version, or choose another name.',
    existing: { type: 'chaincode', id: taken.id },
  });
}

/** @throws ApiError `invalid_state` before the first commit */
export async function committedDefinition(
  store: Store,
  chaincode: ChaincodeEntity,
): Promise<ChaincodeDefinitionEntity> {
  if (chaincode.committedDefinitionId !== null) return store.chaincodes.definition(chaincode.committedDefinitionId);
  throw new ApiError('invalid_state', `Chaincode ${chaincode.name} was never committed.`, {
    remedy: 'Deploy it again under the same name, or remove it.',
  });
}

/**
 * The last definition that Heddle committed; null if only another client committed one.
 *
 * @throws ApiError `invalid_state` if nothing is committed
 */
export async function definitionBefore(
  store: Store,
  chaincode: ChaincodeEntity,
  committed: AgreedDefinition | null,
): Promise<ChaincodeDefinitionEntity | null> {
  if (chaincode.committedDefinitionId === null && committed !== null) return null;
  return committedDefinition(store, chaincode);
}

export interface CheckedAgainst {
  readonly facts: ChannelFacts;
  readonly committed: AgreedDefinition | null;
}

/**
 * Checks what the schema cannot check: members and policies of the channel, and the committed definition.
 *
 * @throws ApiError `validation_failed`
 */
export function checkDefinition(definition: SettledDefinition, { facts, committed }: CheckedAgainst): void {
  const errors = definitionErrors(definition, facts, committed?.collections ?? []);
  if (errors.length > 0) throw validationFailed(errors);
}

/**
 * @returns the source's language; null if Heddle does not build it
 * @throws ApiError `validation_failed`
 */
export async function checkOrigin(store: Store, { chain }: Place, origin: ChaincodeOrigin): Promise<Language | null> {
  if (origin.type === 'image' && !capabilitiesOf(chain).images) {
    throw invalidField('origin.type', 'an image runs on a cluster only: give a source, or an external server');
  }
  return languageOf(store, origin);
}

async function languageOf(store: Store, origin: ChaincodeOrigin): Promise<Language | null> {
  if (origin.type !== 'source') return null;
  const source = await store.sources.find(origin.sourceId);
  if (source === null) throw invalidField('origin.sourceId', 'no source was uploaded under this id');
  return projectLanguage(source, origin.project);
}
