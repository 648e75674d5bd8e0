import { DEFAULT_ENDORSEMENT, type CollectionConfig } from '@heddle/contracts';
import type { ChaincodeDefinitionEntity, NodeEntity } from '@heddle/data';
import {
  evaluatePolicy,
  parseEndorsementPolicy,
  parsePolicy,
  policyMspIds,
  type ChannelPolicies,
  type SigningPrincipal,
} from '@heddle/fabric';

type Peer = Pick<NodeEntity, 'mspId'>;

export interface ServedChaincode {
  readonly name: string;
  readonly definition: Pick<ChaincodeDefinitionEntity, 'endorsementPolicy' | 'collections'>;
}

/** The peers of a channel before and after one of them is removed. */
export interface Removal {
  readonly channel: string;
  /** The channel's own policies. */
  readonly policies: Pick<ChannelPolicies, 'isSatisfied'>;
  readonly chaincodes: readonly ServedChaincode[];
  readonly before: readonly Peer[];
  readonly after: readonly Peer[];
}

/** What the channel can no longer do, as clauses: `no set of peers satisfies the policy of chaincode paper on orders`. */
export function lostWithout(removal: Removal): string[] {
  return removal.chaincodes.flatMap(({ name, definition: { endorsementPolicy, collections } }) => [
    ...lostPolicy(removal, endorsementPolicy ?? DEFAULT_ENDORSEMENT, `chaincode ${name}`),
    ...collections.flatMap((collection) => [
      ...lostHolders(removal, name, collection),
      ...lostCollection(removal, name, collection),
    ]),
  ]);
}

/** The private data that the channel no longer holds, in the same form. */
export function heldNoMore(removal: Omit<Removal, 'policies'>): string[] {
  return removal.chaincodes.flatMap(({ name, definition: { collections } }) =>
    collections.flatMap((collection) => lostHolders(removal, name, collection)),
  );
}

function lostPolicy(removal: Removal, text: string, of: string): string[] {
  const { before, after, channel } = removal;
  if (!canEndorse(text, before, removal) || canEndorse(text, after, removal)) return [];
  return [`no set of peers satisfies the endorsement policy of ${of} on channel ${channel}: ${text}`];
}

function canEndorse(text: string, peers: readonly Peer[], { policies }: Removal): boolean {
  const policy = parseEndorsementPolicy(text);
  const signers = peers.map(asSigner);
  return policy.type === 'signature'
    ? evaluatePolicy(policy.expression, signers)
    : policies.isSatisfied(policy.path, signers);
}

const asSigner = ({ mspId }: Peer): SigningPrincipal => ({ mspId, role: 'peer' });

/** Numbers of peers that hold the private data, before and after. */
function holdersOf(
  { before, after }: Pick<Removal, 'before' | 'after'>,
  { policy }: CollectionConfig,
): { had: number; has: number } {
  const members = policyMspIds(parsePolicy(policy));
  const count = (peers: readonly Peer[]) => peers.filter(({ mspId }) => members.includes(mspId)).length;
  return { had: count(before), has: count(after) };
}

const nameOf = ({ channel }: Pick<Removal, 'channel'>, chaincode: string, { name }: CollectionConfig): string =>
  `collection ${name} of chaincode ${chaincode} on channel ${channel}`;

function lostHolders(removal: Omit<Removal, 'policies'>, chaincode: string, collection: CollectionConfig): string[] {
  const { had, has } = holdersOf(removal, collection);
  return had > 0 && has === 0 ? [`no peer holds the private data of ${nameOf(removal, chaincode, collection)}`] : [];
}

function lostCollection(removal: Removal, chaincode: string, collection: CollectionConfig): string[] {
  const { had, has } = holdersOf(removal, collection);
  const of = `collection ${collection.name} of chaincode ${chaincode}`;
  const own = collection.endorsementPolicy === null ? [] : lostPolicy(removal, collection.endorsementPolicy, of);
  if (has === 0 || has > collection.requiredPeerCount || had <= collection.requiredPeerCount) return own;
  const needed = collection.requiredPeerCount + 1;
  return [`${nameOf(removal, chaincode, collection)} has ${has} peers, and an endorsement needs ${needed}`, ...own];
}
