import type { common } from '@hyperledger/fabric-protos';
import type {
  ApplicationOrganizationDefinition,
  HostPort,
  OrdererOrganizationDefinition,
} from '../definition/channel-definition';
import type { OrganizationDefinition } from '../definition/channel-definition';
import { applicationOrganizationGroup, ordererOrganizationGroup } from '../groups/channel-group';
import { throwProblems } from '../checks/check-channel-definition';
import { checkAddress } from '../checks/check-names';
import { checkEndpoints } from '../checks/check-orderer';
import { checkOrganization } from '../checks/check-organizations';
import { ConfigEditError } from './config-edit-error';
import { setConfigValue } from '../groups/config-group';
import { ValueKey } from '../groups/config-keys';
import {
  channelMspIds,
  editConfig,
  organizationEntries,
  organizationEntry,
  sectionGroup,
  type ChannelSection,
} from '../groups/config-lookup';
import { anchorPeers, ordererAddresses } from '../groups/config-values';
import { mspConfigOf } from '../groups/msp-config';

/**
 * Sets the anchor peers of an application organization; an empty list removes them.
 * @throws ConfigEditError `organization_unknown`; ChannelDefinitionError for invalid addresses.
 */
export function setAnchorPeers(config: common.Config, mspId: string, peers: readonly HostPort[]): common.Config {
  throwProblems(peers.flatMap(({ host, port }, index) => checkAddress(host, port, `anchorPeers.${index}`)));
  return editConfig(config, (channel) => {
    const { group } = organizationEntry(sectionGroup(channel, 'application'), mspId);
    if (peers.length === 0) group.getValuesMap().del(ValueKey.anchorPeers);
    else setConfigValue(group, ValueKey.anchorPeers, anchorPeers(peers));
  });
}

/**
 * Sets the addresses at which an orderer organization serves; an empty list removes them.
 * @param endpoints each `host:port`.
 * @throws ConfigEditError `organization_unknown`; ChannelDefinitionError for invalid addresses.
 */
export function setOrdererEndpoints(config: common.Config, mspId: string, endpoints: readonly string[]): common.Config {
  throwProblems(checkEndpoints(endpoints, 'ordererEndpoints'));
  return editConfig(config, (channel) => {
    const { group } = organizationEntry(sectionGroup(channel, 'orderer'), mspId);
    if (endpoints.length === 0) group.getValuesMap().del(ValueKey.endpoints);
    else setConfigValue(group, ValueKey.endpoints, ordererAddresses(endpoints));
  });
}

/** @throws ConfigEditError `organization_exists`; ChannelDefinitionError for an invalid organization. */
export function addApplicationOrganization(
  config: common.Config,
  organization: ApplicationOrganizationDefinition,
): common.Config {
  const peers = organization.anchorPeers ?? [];
  throwProblems(peers.flatMap(({ host, port }, index) => checkAddress(host, port, `anchorPeers.${index}`)));
  return addOrganization(config, 'application', {
    organization,
    build: () => applicationOrganizationGroup(organization),
  });
}

/** @throws ConfigEditError `organization_exists`; ChannelDefinitionError for an invalid organization. */
export function addOrdererOrganization(
  config: common.Config,
  organization: OrdererOrganizationDefinition,
): common.Config {
  throwProblems(checkEndpoints(organization.ordererEndpoints ?? [], 'ordererEndpoints'));
  return addOrganization(config, 'orderer', { organization, build: () => ordererOrganizationGroup(organization) });
}

interface Addition {
  readonly organization: OrganizationDefinition;
  readonly build: () => common.ConfigGroup;
}

function addOrganization(
  config: common.Config,
  section: ChannelSection,
  { organization, build }: Addition,
): common.Config {
  return editConfig(config, (channel) => {
    const { name, mspId } = organization;
    throwProblems(checkOrganization(organization, name, channelMspIds(channel).add(mspId)));
    const group = sectionGroup(channel, section);
    const present = organizationEntries(group).some((entry) => entry.name === name || entry.mspId === mspId);
    if (present) throw new ConfigEditError('organization_exists', `${name} (${mspId}) is in the channel already.`);
    group.getGroupsMap().set(name, build());
  });
}

/** @throws ConfigEditError `organization_unknown`, or `organization_last` for the only one. */
export function removeApplicationOrganization(config: common.Config, mspId: string): common.Config {
  return removeOrganization(config, 'application', mspId);
}

/** @throws ConfigEditError `organization_unknown`, or `organization_last` for the only one. */
export function removeOrdererOrganization(config: common.Config, mspId: string): common.Config {
  return removeOrganization(config, 'orderer', mspId);
}

function removeOrganization(config: common.Config, section: ChannelSection, mspId: string): common.Config {
  return editConfig(config, (channel) => {
    const group = sectionGroup(channel, section);
    const { name } = organizationEntry(group, mspId);
    if (group.getGroupsMap().getLength() === 1) {
      throw new ConfigEditError('organization_last', `${name} (${mspId}) is the only organization of its section.`);
    }
    group.getGroupsMap().del(name);
  });
}

/**
 * Replaces the certificates of an existing organization, in one section: for renewed CAs and changed NodeOUs.
 * @throws ConfigEditError `organization_unknown`; ChannelDefinitionError for invalid certificates.
 */
export function setOrganizationMsp(
  config: common.Config,
  section: ChannelSection,
  organization: Pick<OrganizationDefinition, 'mspId' | 'msp'>,
): common.Config {
  return editConfig(config, (channel) => {
    const { name, group } = organizationEntry(sectionGroup(channel, section), organization.mspId);
    throwProblems(checkOrganization({ ...organization, name }, name, channelMspIds(channel)));
    setConfigValue(group, ValueKey.msp, mspConfigOf({ ...organization, name }));
  });
}
