import type { common } from '@hyperledger/fabric-protos';
import {
  DEFAULT_APPLICATION_POLICIES,
  DEFAULT_BATCH_SETTINGS,
  DEFAULT_CAPABILITIES,
  DEFAULT_CHANNEL_POLICIES,
  DEFAULT_ORDERER_POLICIES,
  defaultApplicationOrganizationPolicies,
  defaultOrdererOrganizationPolicies,
} from '../definition/channel-defaults';
import type {
  ApplicationDefinition,
  ApplicationOrganizationDefinition,
  ChannelDefinition,
  OrdererDefinition,
  OrdererOrganizationDefinition,
} from '../definition/channel-definition';
import { newConfigGroup, setConfigPolicies, setConfigValue } from './config-group';
import { GroupKey, ValueKey } from './config-keys';
import * as values from './config-values';
import { canonicalGoDuration } from '../definition/go-duration';
import { mspConfigOf } from './msp-config';

/** The root group of an application channel: what configtxgen makes of a profile with Orderer and Application. */
export function channelGroup(definition: ChannelDefinition): common.ConfigGroup {
  const levels = { ...DEFAULT_CAPABILITIES, ...definition.capabilities };
  const group = newConfigGroup();
  setConfigPolicies(group, { ...DEFAULT_CHANNEL_POLICIES, ...definition.policies });
  setConfigValue(group, ValueKey.hashingAlgorithm, values.hashingAlgorithm());
  setConfigValue(group, ValueKey.blockDataHashingStructure, values.blockDataHashingStructure());
  setConfigValue(group, ValueKey.capabilities, values.capabilities(levels.channel));
  group.getGroupsMap().set(GroupKey.orderer, ordererGroup(definition.orderer, levels.orderer));
  group.getGroupsMap().set(GroupKey.application, applicationGroup(definition.application, levels.application));
  return group;
}

function ordererGroup(definition: OrdererDefinition, capability: string): common.ConfigGroup {
  const batch = { ...DEFAULT_BATCH_SETTINGS, ...definition.batch };
  const group = newConfigGroup();
  setConfigPolicies(group, { ...DEFAULT_ORDERER_POLICIES, ...definition.policies });
  setConfigValue(group, ValueKey.batchSize, values.batchSize(batch));
  setConfigValue(group, ValueKey.batchTimeout, values.batchTimeout(canonicalGoDuration(batch.timeout)));
  setConfigValue(group, ValueKey.channelRestrictions, values.channelRestrictions());
  setConfigValue(group, ValueKey.capabilities, values.capabilities(capability));
  setConfigValue(group, ValueKey.consensusType, values.consensusType(definition));
  for (const organization of definition.organizations) {
    group.getGroupsMap().set(organization.name, ordererOrganizationGroup(organization));
  }
  return group;
}

function applicationGroup(definition: ApplicationDefinition, capability: string): common.ConfigGroup {
  const group = newConfigGroup();
  setConfigPolicies(group, { ...DEFAULT_APPLICATION_POLICIES, ...definition.policies });
  const acls = definition.acls ?? {};
  if (Object.keys(acls).length > 0) setConfigValue(group, ValueKey.acls, values.acls(acls));
  setConfigValue(group, ValueKey.capabilities, values.capabilities(capability));
  for (const organization of definition.organizations) {
    group.getGroupsMap().set(organization.name, applicationOrganizationGroup(organization));
  }
  return group;
}

/** `/Channel/Orderer/<organization>`. */
export function ordererOrganizationGroup(organization: OrdererOrganizationDefinition): common.ConfigGroup {
  const group = newConfigGroup();
  setConfigPolicies(group, { ...defaultOrdererOrganizationPolicies(organization), ...organization.policies });
  setConfigValue(group, ValueKey.msp, mspConfigOf(organization));
  const endpoints = organization.ordererEndpoints ?? [];
  if (endpoints.length > 0) setConfigValue(group, ValueKey.endpoints, values.ordererAddresses(endpoints));
  return group;
}

/** `/Channel/Application/<organization>`. */
export function applicationOrganizationGroup(organization: ApplicationOrganizationDefinition): common.ConfigGroup {
  const group = newConfigGroup();
  setConfigPolicies(group, { ...defaultApplicationOrganizationPolicies(organization), ...organization.policies });
  setConfigValue(group, ValueKey.msp, mspConfigOf(organization));
  const anchors = organization.anchorPeers ?? [];
  if (anchors.length > 0) setConfigValue(group, ValueKey.anchorPeers, values.anchorPeers(anchors));
  return group;
}
