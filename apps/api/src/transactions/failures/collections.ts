import type { CollectionConfig } from '@heddle/contracts';
import type { Store } from '@heddle/data';
import { parsePolicy, policyMspIds } from '@heddle/fabric';
import { nameOf, type FailedCall } from './failed-call';

/** The collections of the committed definition. */
export async function collectionsOf({ chaincode }: FailedCall, store: Store): Promise<readonly CollectionConfig[]> {
  if (chaincode.definitionId === null) return [];
  return (await store.chaincodes.definition(chaincode.definitionId)).collections;
}

/** The collections in the call's arguments; all if there are none. */
export function namedCollections(
  { args }: FailedCall,
  collections: readonly CollectionConfig[],
): readonly CollectionConfig[] {
  const named = collections.filter(({ name }) => args.includes(name));
  return named.length === 0 ? collections : named;
}

/** The holders of a collection, by the organizations' names in this chain. */
export function holdersOf(
  { name, policy }: CollectionConfig,
  { channel }: FailedCall,
): { readonly names: readonly string[]; readonly sentence: string } {
  const names = policyMspIds(parsePolicy(policy)).map((mspId) => nameOf(channel, mspId));
  return { names, sentence: `Collection ${name} is held by ${names.join(', ')}.` };
}
