import { common } from '@hyperledger/fabric-protos';
import fc from 'fast-check';

/** Few keys and few contents, so that two random groups often share members and often agree on them. */
const KEY = fc.constantFrom('A', 'B', 'C');
const MOD_POLICY = fc.constantFrom('', 'Admins', '/Channel/Orderer/Admins');
const VERSION = fc.integer({ min: 0, max: 4 });
const CONTENT = fc.constantFrom(new Uint8Array(), Uint8Array.of(1), Uint8Array.of(1, 2, 3));
const MAX_DEPTH = 3;

const configValue = fc.tuple(VERSION, MOD_POLICY, CONTENT).map(([version, modPolicy, content]) => {
  const value = new common.ConfigValue();
  value.setVersion(version);
  value.setModPolicy(modPolicy);
  value.setValue(content);
  return value;
});

const policy = fc.tuple(fc.constantFrom(0, 1, 3), CONTENT).map(([type, content]) => {
  const message = new common.Policy();
  message.setType(type);
  message.setValue(content);
  return message;
});

const configPolicy = fc.tuple(VERSION, MOD_POLICY, fc.option(policy)).map(([version, modPolicy, content]) => {
  const message = new common.ConfigPolicy();
  message.setVersion(version);
  message.setModPolicy(modPolicy);
  if (content) message.setPolicy(content);
  return message;
});

/** Any configuration group, valid or not. */
export function configGroup(depth = 0): fc.Arbitrary<common.ConfigGroup> {
  const groups = depth < MAX_DEPTH ? members(configGroup(depth + 1)) : fc.constant([]);
  return fc
    .tuple(VERSION, MOD_POLICY, groups, members(configValue), members(configPolicy))
    .map(([version, modPolicy, children, values, policies]) => {
      const group = new common.ConfigGroup();
      group.setVersion(version);
      group.setModPolicy(modPolicy);
      for (const [key, child] of children) group.getGroupsMap().set(key, child);
      for (const [key, value] of values) group.getValuesMap().set(key, value);
      for (const [key, message] of policies) group.getPoliciesMap().set(key, message);
      return group;
    });
}

function members<T>(content: fc.Arbitrary<T>): fc.Arbitrary<[string, T][]> {
  return fc.uniqueArray(fc.tuple(KEY, content), { selector: ([key]) => key, maxLength: 3 });
}

export function configOf(group: common.ConfigGroup): common.Config {
  const config = new common.Config();
  config.setChannelGroup(group);
  return config;
}

/** Changes one thing somewhere in a group, chosen by the numbers. */
type Edit = (group: common.ConfigGroup, pick: number) => void;

const EDITS: readonly Edit[] = [
  (group) => {
    group.setModPolicy(`${group.getModPolicy()}x`);
  },
  (group, pick) => {
    group
      .getValuesMap()
      .get(nth(group.getValuesMap().keys(), pick))
      ?.setValue(Uint8Array.of(pick % 256));
  },
  (group, pick) => {
    group.getValuesMap().get(nth(group.getValuesMap().keys(), pick))?.setModPolicy('Writers');
  },
  (group, pick) => {
    group.getValuesMap().del(nth(group.getValuesMap().keys(), pick));
  },
  (group, pick) => {
    group.getValuesMap().set(`Added${pick % 3}`, new common.ConfigValue());
  },
  (group, pick) => {
    group.getPoliciesMap().get(nth(group.getPoliciesMap().keys(), pick))?.clearPolicy();
  },
  (group, pick) => {
    group
      .getPoliciesMap()
      .get(nth(group.getPoliciesMap().keys(), pick))
      ?.getPolicy()
      ?.setValue(Uint8Array.of(pick % 256));
  },
  (group, pick) => {
    group.getPoliciesMap().del(nth(group.getPoliciesMap().keys(), pick));
  },
  (group, pick) => {
    const [source] = [...group.getPoliciesMap().entries()];
    if (source) group.getPoliciesMap().set(`Added${pick % 3}`, source[1].cloneMessage());
  },
  (group, pick) => {
    group.getGroupsMap().del(nth(group.getGroupsMap().keys(), pick));
  },
  (group, pick) => {
    const [source] = [...group.getGroupsMap().entries()];
    group.getGroupsMap().set(`Added${pick % 3}`, source?.[1].cloneMessage() ?? new common.ConfigGroup());
  },
];

function nth(keys: Iterable<string>, pick: number): string {
  const all = [...keys];
  return all[pick % Math.max(all.length, 1)] ?? '';
}

export interface EditChoice {
  readonly edit: number;
  /** At each level: descend into the sub-group of this number, or stay. */
  readonly path: readonly number[];
  readonly pick: number;
}

export const editChoice: fc.Arbitrary<EditChoice> = fc.record({
  edit: fc.nat(EDITS.length - 1),
  path: fc.array(fc.nat(3), { maxLength: 3 }),
  pick: fc.nat(1000),
});

/** A copy of the configuration with the edits applied. */
export function edited(config: common.Config, choices: readonly EditChoice[]): common.Config {
  const copy = config.cloneMessage();
  for (const { edit, path, pick } of choices) {
    let group = copy.getChannelGroup();
    for (const step of path) group = group?.getGroupsMap().get(nth(group.getGroupsMap().keys(), step)) ?? group;
    if (group) EDITS[edit]?.(group, pick);
  }
  return copy;
}
