import { msp, type common } from '@hyperledger/fabric-protos';
import { ConfigEditError } from '../edits/config-edit-error';
import { GroupKey, ValueKey } from './config-keys';

export type ChannelSection = 'application' | 'orderer';

/** A copy of the configuration for the edit to change: its argument never changes. */
export function editConfig(config: common.Config, edit: (channel: common.ConfigGroup) => void): common.Config {
  const copy = config.cloneMessage();
  const channel = copy.getChannelGroup();
  if (!channel) throw new ConfigEditError('config_group_missing', 'The configuration has no channel group.');
  edit(channel);
  return copy;
}

export function sectionGroup(channel: common.ConfigGroup, section: ChannelSection): common.ConfigGroup {
  return subGroup(channel, GroupKey[section], '/Channel');
}

/** The group at a path such as `/Channel/Application/Org1`. */
export function groupAtPath(channel: common.ConfigGroup, path: string): common.ConfigGroup {
  const [empty, root, ...keys] = path.split('/');
  if (empty !== '' || root !== 'Channel') throw missing(path);
  let group = channel;
  let at = '/Channel';
  for (const key of keys) {
    group = subGroup(group, key, at);
    at = `${at}/${key}`;
  }
  return group;
}

function subGroup(group: common.ConfigGroup, key: string, parentPath: string): common.ConfigGroup {
  const found = group.getGroupsMap().get(key);
  if (!found) throw missing(`${parentPath}/${key}`);
  return found;
}

function missing(path: string): ConfigEditError {
  return new ConfigEditError('config_group_missing', `The configuration has no group ${path}.`);
}

/** An organization's group under its key: the key need not be the MSP id. */
export interface OrganizationEntry {
  readonly name: string;
  readonly mspId: string;
  readonly group: common.ConfigGroup;
}

export function organizationEntries(section: common.ConfigGroup): OrganizationEntry[] {
  return [...section.getGroupsMap().entries()].map(([name, group]) => ({ name, mspId: mspIdOf(group), group }));
}

export function organizationEntry(section: common.ConfigGroup, mspId: string): OrganizationEntry {
  const entry = organizationEntries(section).find((candidate) => candidate.mspId === mspId);
  if (!entry) throw new ConfigEditError('organization_unknown', `No organization here has the MSP id ${mspId}.`);
  return entry;
}

/** The MSP ids of all organizations of the channel, orderers' included. */
export function channelMspIds(channel: common.ConfigGroup): Set<string> {
  const sections = [...channel.getGroupsMap().entries()].map(([, section]) => section);
  return new Set(sections.flatMap(organizationEntries).map(({ mspId }) => mspId));
}

/** The MSP material in an organization's group, undefined when there is none or it is not X.509. */
export function fabricMspOf(group: common.ConfigGroup): msp.FabricMSPConfig | undefined {
  const value = group.getValuesMap().get(ValueKey.msp);
  if (!value) return undefined;
  const config = msp.MSPConfig.deserializeBinary(value.getValue_asU8());
  return config.getType() === 0 ? msp.FabricMSPConfig.deserializeBinary(config.getConfig_asU8()) : undefined;
}

function mspIdOf(group: common.ConfigGroup): string {
  return fabricMspOf(group)?.getName() ?? '';
}

/** The absolute paths of all policies of a channel, sorted. */
export function policyPaths(config: common.Config): string[] {
  const channel = config.getChannelGroup();
  return channel === undefined ? [] : pathsBelow(channel, '/Channel').sort();
}

function pathsBelow(group: common.ConfigGroup, at: string): string[] {
  const own = [...group.getPoliciesMap().keys()].map((name) => `${at}/${name}`);
  const below = [...group.getGroupsMap().entries()].flatMap(([key, inner]) => pathsBelow(inner, `${at}/${key}`));
  return [...own, ...below];
}
