import { z } from 'zod';
import { DEFAULT_ENDORSEMENT, collectionOf, policyTextOf, type CollectionConfig } from './chaincode-policies';
import type { InitCall, LedgerDefinition, UpgradeChaincode } from './chaincodes';
import type { FieldError } from './errors';

/** The parts of a definition that organizations agree on besides the name, as on the ledger. */
export type AgreedDefinition = Pick<
  LedgerDefinition,
  'version' | 'sequence' | 'endorsementPolicy' | 'collections' | 'initRequired'
>;

/** A definition with every field set. */
export interface SettledDefinition extends Omit<AgreedDefinition, 'sequence'> {
  readonly init: InitCall | null;
}

export interface Before {
  /** The definition committed on the channel under the name; null if there is none. */
  readonly committed: AgreedDefinition | null;
  /** The Init call of the previous version, if it is known. */
  readonly init?: InitCall | null;
}

type Wanted = Omit<UpgradeChaincode, 'origin'>;

const NOTHING: Omit<AgreedDefinition, 'version' | 'sequence'> = {
  endorsementPolicy: null,
  collections: [],
  initRequired: false,
};

/** Completes a request with the committed definition: an upgrade never resets fields that it does not name. */
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

/** One difference between two definitions; values as text, null if absent. */
export const DefinitionChange = z.strictObject({
  /** `version`, `endorsementPolicy`, `collections.secrets`, `collections.secrets.blockToLive`, ... */
  path: z.string(),
  before: z.string().nullable(),
  after: z.string().nullable(),
});
export type DefinitionChange = z.infer<typeof DefinitionChange>;

/** The definition that an upgrade would commit. */
export const UpgradePreview = z.strictObject({
  sequence: z.int(),
  /** Empty if only the sequence of the definition changes. */
  changes: z.array(DefinitionChange),
});
export type UpgradePreview = z.infer<typeof UpgradePreview>;

const fieldsOf = ({ version, endorsementPolicy, initRequired }: AgreedDefinition | SettledDefinition) => ({
  version,
  endorsementPolicy: endorsementPolicy ?? DEFAULT_ENDORSEMENT,
  initRequired: String(initRequired),
});

/** The changes of a definition against the committed one, in the order of its fields. */
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

/**
 * Rules for committed collections (Fabric `core/chaincode/lifecycle/scc.go`): none may be dropped, and blockToLive may
 * not change.
 */
export function collectionConflicts(
  committed: readonly CollectionConfig[],
  next: readonly CollectionConfig[],
): FieldError[] {
  return committed.flatMap(({ name, blockToLive }) => {
    const index = next.findIndex((collection) => collection.name === name);
    const kept = next[index];
    if (kept === undefined) {
      return [{ path: 'collections', message: `${name} is missing: a committed collection cannot be removed` }];
    }
    if (kept.blockToLive === blockToLive) return [];
    const message = `blockToLive of ${name} is committed as ${String(blockToLive)} and cannot be changed`;
    return [{ path: `collections.${String(index)}.blockToLive`, message }];
  });
}
