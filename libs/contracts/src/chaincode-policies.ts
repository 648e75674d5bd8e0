import { z } from 'zod';
import { CollectionName } from './names';

/** Signature policy text, such as `OR('Org1MSP.member', 'Org2MSP.member')`, or the path of a policy of the channel. */
export const PolicyText = z.string().min(1, 'the policy must not be empty').max(4_000);

/** The policy of a definition that has none. */
export const DEFAULT_ENDORSEMENT = '/Channel/Application/Endorsement';

/** A policy as written in Fabric's collection files. */
const FabricPolicy = z
  .strictObject({
    signaturePolicy: z.string().max(4_000).optional(),
    channelConfigPolicy: z.string().max(4_000).optional(),
  })
  .refine(
    ({ signaturePolicy = '', channelConfigPolicy = '' }) => signaturePolicy === '' || channelConfigPolicy === '',
    'has both a signaturePolicy and a channelConfigPolicy: give one of them',
  );

export const EndorsementPolicy = z.union([PolicyText, FabricPolicy], {
  error: 'is policy text, {"signaturePolicy": "..."} or {"channelConfigPolicy": "..."}',
});
export type EndorsementPolicy = z.infer<typeof EndorsementPolicy>;

const INT32 = 2_147_483_647;
const peerCount = (name: string) =>
  z.int(`${name} is a whole number`).min(0, `${name} cannot be less than 0`).max(INT32, `${name} is too large`);

/** The fields that every form of a collection has. The defaults are those of the `peer` CLI. */
const collectionFields = {
  name: CollectionName,
  /** The member organizations: an OR of principals. */
  policy: PolicyText,
  requiredPeerCount: peerCount('requiredPeerCount').default(0),
  maxPeerCount: peerCount('maxPeerCount').default(1),
  /** Number of blocks until private data is purged; 0 keeps it forever. */
  blockToLive: z.int('blockToLive is a number of blocks').min(0, 'blockToLive cannot be less than 0').default(0),
  memberOnlyRead: z.boolean().default(false),
  memberOnlyWrite: z.boolean().default(false),
};

/** A private data collection. */
export const CollectionConfig = z.strictObject({
  ...collectionFields,
  /** Policy text or the path of a channel policy; null for the chaincode's policy. */
  endorsementPolicy: PolicyText.nullable().default(null),
});
export type CollectionConfig = z.infer<typeof CollectionConfig>;

const CollectionInput = z
  .strictObject({ ...collectionFields, endorsementPolicy: EndorsementPolicy.nullable().default(null) })
  .refine(({ requiredPeerCount, maxPeerCount }) => requiredPeerCount <= maxPeerCount, {
    path: ['requiredPeerCount'],
    message: 'must not exceed maxPeerCount',
  });

/** The content of Fabric's `collections_config.json`. */
export const CollectionsFile = z
  .array(CollectionInput)
  .max(50)
  .refine((all) => new Set(all.map(({ name }) => name)).size === all.length, 'a collection is listed twice');
export type CollectionsFile = z.infer<typeof CollectionsFile>;

/** The same text for every form of a policy; null if there is none. */
export function policyTextOf(policy: EndorsementPolicy | null): string | null {
  if (policy === null || typeof policy === 'string') return policy;
  const { signaturePolicy = '', channelConfigPolicy = '' } = policy;
  const text = signaturePolicy === '' ? channelConfigPolicy : signaturePolicy;
  return text === '' ? null : text;
}

export const collectionOf = ({ endorsementPolicy, ...fields }: CollectionsFile[number]): CollectionConfig => ({
  ...fields,
  endorsementPolicy: policyTextOf(endorsementPolicy),
});
