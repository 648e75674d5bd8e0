import { z } from 'zod';
import { DEFAULT_ENDORSEMENT, collectionOf, policyTextOf, type CollectionConfig } from './chaincode-policies';
import type { InitCall, LedgerDefinition, UpgradeChaincode } from './chaincodes';
import type { FieldError } from './errors';

/** What organizations agree on beside the name, as the ledger has it. */
export type AgreedDefinition = Pick<
  LedgerDefinition,
  'version' | 'sequence' | 'endorsementPolicy' | 'collections' | 'initRequired'
>;

/** A definition with every field decided. */
export interface SettledDefinition extends Omit<AgreedDefinition, 'sequence'> {
  readonly init: InitCall | null;
}

export interface Before {
  /** What is committed on the channel under the name; null when nothing is. */
  readonly committed: AgreedDefinition | null;
  /** The Init call of the version before, where it is known. */
  readonly init?: InitCall | null;
}

type Wanted = Omit<UpgradeChaincode, 'origin'>;

const NOTHING: Omit<AgreedDefinition, 'version' | 'sequence'> = {
  endorsementPolicy: null,
  collections: [],
  initRequired: false,
};

/** Fills what a request leaves out with what is committed: an upgrade never resets what it does not name. */
export function settleDefinition(wanted: Wanted, { committed, init = null }: Before): SettledDefinition {
  const kept = committed ?? NOTHING;
  const { version, endorsementPolicy: policy, collections } = wanted;
  const initRequired = wanted.initRequired ?? (kept.initRequired || isGiven(wanted.init));
  const call = wanted.init === undefined ? init : wanted.init;
  return {
    version,
    endorsementPolicy: policy === undefined ? kept.endorsementPolicy : policyTextOf(policy),
    collections: collections === undefined ? kept.collections : collections.map(collectionOf),
    initRequired,
    init: initRequired ? call : null,
  };
}

const isGiven = (init: InitCall | null | undefined): boolean => init !== undefined && init !== null;

/** One line of the difference between two definitions; values as text, null where there is none. */
export const DefinitionChange = z.strictObject({
  /** `version`, `endorsementPolicy`, `collections.secrets`, `collections.secrets.blockToLive`, ... */
  path: z.string(),
  before: z.string().nullable(),
  after: z.string().nullable(),
});
export type DefinitionChange = z.infer<typeof DefinitionChange>;

/** What an upgrade would commit. */
export const UpgradePreview = z.strictObject({
  sequence: z.int(),
  /** Empty where nothing of the definition changes but its sequence. */
  changes: z.array(DefinitionChange),
});
export type UpgradePreview = z.infer<typeof UpgradePreview>;

const fieldsOf = ({ version, endorsementPolicy, initRequired }: AgreedDefinition | SettledDefinition) => ({
  version,
  endorsementPolicy: endorsementPolicy ?? DEFAULT_ENDORSEMENT,
  initRequired: String(initRequired),
});

/** What a definition changes of the committed one, in the order of its fields. */
export function definitionChanges(before: AgreedDefinition, after: SettledDefinition): DefinitionChange[] {
  return [
    ...changedFields('', fieldsOf(before), fieldsOf(after)),
    ...changedCollections(before.collections, after.collections),
  ];
}

function changedCollections(
  before: readonly CollectionConfig[],
  after: readonly CollectionConfig[],
): DefinitionChange[] {
  const names = new Set([...before, ...after].map(({ name }) => name));
  return [...names].flatMap((name) => {
    const path = `collections.${name}`;
    const [old, next] = [before, after].map((all) => all.find((collection) => collection.name === name));
    if (old !== undefined && next !== undefined) return changedFields(`${path}.`, texts(old), texts(next));
    return [{ path, before: old?.policy ?? null, after: next?.policy ?? null }];
  });
}

const texts = (collection: CollectionConfig): Record<string, string | null> =>
  Object.fromEntries(
    Object.entries(collection).map(([field, value]) => [field, value === null ? null : String(value)]),
  );

function changedFields(
  prefix: string,
  before: Readonly<Record<string, string | null>>,
  after: Readonly<Record<string, string | null>>,
): DefinitionChange[] {
  return Object.keys(after).flatMap((field) => {
    const [old = null, next = null] = [before[field], after[field]];
    return old === next ? [] : [{ path: `${prefix}${field}`, before: old, after: next }];
  });
}

/** Rules for collections that are committed (Fabric `core/chaincode/lifecycle/scc.go`): none is dropped or purged otherwise. */
export function collectionConflicts(
  committed: readonly CollectionConfig[],
  next: readonly CollectionConfig[],
): FieldError[] {
  return committed.flatMap(({ name, blockToLive }) => {
    const index = next.findIndex((collection) => collection.name === name);
    const kept = next[index];
    if (kept === undefined) {
      return [{ path: 'collections', message: `${name} is missing: a collection that is committed cannot be removed` }];
    }
    if (kept.blockToLive === blockToLive) return [];
    const message = `blockToLive of ${name} is committed as ${String(blockToLive)} and cannot be changed`;
    return [{ path: `collections.${String(index)}.blockToLive`, message }];
  });
}
