import { common } from '@hyperledger/fabric-protos';

/** The read and write set of one group, and whether it writes anything. */
export interface GroupSets {
  readonly read: common.ConfigGroup;
  readonly write: common.ConfigGroup;
  readonly changed: boolean;
}

/** The members of one kind (groups, values, policies), sorted by how an update treats them. */
interface MemberSets<T> {
  /** Changed groups, as in the read set. */
  readonly read: Map<string, T>;
  /** Members with new content. */
  readonly write: Map<string, T>;
  /** Unchanged members, by version only. */
  readonly same: Map<string, T>;
  /** Whether a member was added or removed. */
  readonly membersChanged: boolean;
}

interface MemberComparison<T> {
  /** Undefined when the two do not differ. */
  readonly compare: (before: T, after: T) => { readonly read?: T; readonly write: T } | undefined;
  readonly versionOnly: (member: T) => T;
  readonly added: (member: T) => T;
}

type Entries<T> = Iterable<[string, T]>;

function memberSets<T>(before: Entries<T>, after: Entries<T>, comparison: MemberComparison<T>): MemberSets<T> {
  const originals = new Map(before);
  const updates = new Map(after);
  const sets = { read: new Map<string, T>(), write: new Map<string, T>(), same: new Map<string, T>() };
  for (const [key, original] of originals) {
    const updated = updates.get(key);
    if (updated === undefined) continue;
    const difference = comparison.compare(original, updated);
    if (!difference) sets.same.set(key, comparison.versionOnly(original));
    else {
      sets.write.set(key, difference.write);
      if (difference.read !== undefined) sets.read.set(key, difference.read);
    }
  }
  for (const [key, added] of updates) if (!originals.has(key)) sets.write.set(key, comparison.added(added));
  const membersChanged =
    [...originals.keys()].some((key) => !updates.has(key)) || [...updates.keys()].some((key) => !originals.has(key));
  return { ...sets, membersChanged };
}

const VALUES: MemberComparison<common.ConfigValue> = {
  compare: (before, after) =>
    before.getModPolicy() === after.getModPolicy() && equalBytes(before.getValue_asU8(), after.getValue_asU8())
      ? undefined
      : { write: valueAt(before.getVersion() + 1, after) },
  versionOnly: (value) => {
    const result = new common.ConfigValue();
    result.setVersion(value.getVersion());
    return result;
  },
  added: (value) => valueAt(0, value),
};

function valueAt(version: number, value: common.ConfigValue): common.ConfigValue {
  const result = value.cloneMessage();
  result.setVersion(version);
  return result;
}

const POLICIES: MemberComparison<common.ConfigPolicy> = {
  compare: (before, after) =>
    before.getModPolicy() === after.getModPolicy() && equalPolicies(before.getPolicy(), after.getPolicy())
      ? undefined
      : { write: policyAt(before.getVersion() + 1, after) },
  versionOnly: (policy) => {
    const result = new common.ConfigPolicy();
    result.setVersion(policy.getVersion());
    return result;
  },
  added: (policy) => policyAt(0, policy),
};

function policyAt(version: number, policy: common.ConfigPolicy): common.ConfigPolicy {
  const result = policy.cloneMessage();
  result.setVersion(version);
  return result;
}

function equalPolicies(before: common.Policy | undefined, after: common.Policy | undefined): boolean {
  if (!before || !after) return before === after;
  return before.getType() === after.getType() && equalBytes(before.getValue_asU8(), after.getValue_asU8());
}

function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0;
}

const GROUPS: MemberComparison<common.ConfigGroup> = {
  compare: (before, after) => {
    const sets = groupUpdate(before, after);
    return sets.changed ? sets : undefined;
  },
  versionOnly: (group) => groupAt(group.getVersion()),
  added: (group) => {
    const { write } = groupUpdate(new common.ConfigGroup(), group);
    write.setVersion(0);
    write.setModPolicy(group.getModPolicy());
    return write;
  },
};

/** Compares two states of a group, with its members and everything below. */
export function groupUpdate(before: common.ConfigGroup, after: common.ConfigGroup): GroupSets {
  const values = memberSets(before.getValuesMap().entries(), after.getValuesMap().entries(), VALUES);
  const policies = memberSets(before.getPoliciesMap().entries(), after.getPoliciesMap().entries(), POLICIES);
  const groups = memberSets(before.getGroupsMap().entries(), after.getGroupsMap().entries(), GROUPS);
  const kinds = [values, policies, groups];
  const version = before.getVersion();
  const read = groupAt(version);
  const write = groupAt(version);
  const itself = kinds.some((kind) => kind.membersChanged) || before.getModPolicy() !== after.getModPolicy();
  if (itself) {
    write.setVersion(version + 1);
    write.setModPolicy(after.getModPolicy());
  }
  fill(read.getValuesMap(), values.read, itself && values.same);
  fill(read.getPoliciesMap(), policies.read, itself && policies.same);
  fill(read.getGroupsMap(), groups.read, itself && groups.same);
  fill(write.getValuesMap(), values.write, itself && values.same);
  fill(write.getPoliciesMap(), policies.write, itself && policies.same);
  fill(write.getGroupsMap(), groups.write, itself && groups.same);
  return { read, write, changed: itself || kinds.some((kind) => kind.write.size > 0) };
}

function groupAt(version: number): common.ConfigGroup {
  const group = new common.ConfigGroup();
  group.setVersion(version);
  return group;
}

/** When the group itself changes, its unchanged members are listed as well, or they would count as removed. */
function fill<T>(
  target: { set(key: string, value: T): unknown },
  members: ReadonlyMap<string, T>,
  same: ReadonlyMap<string, T> | false,
): void {
  for (const [key, member] of members) target.set(key, member);
  for (const [key, member] of same || []) target.set(key, member);
}
