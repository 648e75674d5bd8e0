import { common, orderer, peer } from '@hyperledger/fabric-protos';
import { formatPolicy } from '../../policies/format-policy';
import { formatImplicitMetaPolicy, fromImplicitMetaMessage } from '../../policies/implicit-meta-policy';
import { PolicyNotExpressibleError } from '../../policies/policy-error';
import { fromSignaturePolicyEnvelope } from '../../policies/signature-policy';
import type {
  BatchSettings,
  ConsenterDefinition,
  HostPort,
  PolicyDefinition,
  RaftOptions,
} from '../definition/channel-definition';
import { ConfigEditError } from '../edits/config-edit-error';
import { ValueKey } from '../groups/config-keys';
import { organizationEntries, sectionGroup } from '../groups/config-lookup';
import {
  batchSettingsOf,
  consensusTypeOf,
  consentersOf,
  raftMetadataOf,
  raftOptionsOf,
  valueBytes,
} from './read-orderer';

/** A policy as text; `Other` when text can't express it. */
export type PolicyDescription = PolicyDefinition | { readonly type: 'Other' };

export interface OrganizationDescription {
  /** The group's name. */
  readonly name: string;
  readonly mspId: string;
  readonly policies: Readonly<Record<string, PolicyDescription>>;
}

/** A channel's configuration in readable form: plain data, without the certificates of the MSPs. */
export interface ChannelDescription {
  /** How many updates made this configuration. */
  readonly sequence: number;
  readonly capabilities: readonly string[];
  readonly policies: Readonly<Record<string, PolicyDescription>>;
  readonly orderer: {
    readonly type: string;
    readonly state: 'normal' | 'maintenance';
    /** Of raft; empty for other consensus types. */
    readonly consenters: readonly ConsenterDefinition[];
    /** Of raft. */
    readonly options: RaftOptions | undefined;
    readonly batch: BatchSettings;
    readonly capabilities: readonly string[];
    readonly policies: Readonly<Record<string, PolicyDescription>>;
    readonly organizations: readonly (OrganizationDescription & { readonly ordererEndpoints: readonly string[] })[];
  };
  readonly application: {
    readonly acls: Readonly<Record<string, string>>;
    readonly capabilities: readonly string[];
    readonly policies: Readonly<Record<string, PolicyDescription>>;
    readonly organizations: readonly (OrganizationDescription & { readonly anchorPeers: readonly HostPort[] })[];
  };
}

/** @throws ConfigEditError `config_group_missing` when this is not the configuration of an application channel. */
export function describeChannel(config: common.Config): ChannelDescription {
  const channel = config.getChannelGroup();
  if (!channel) throw new ConfigEditError('config_group_missing', 'The configuration has no channel group.');
  return {
    sequence: config.getSequence(),
    capabilities: capabilitiesOf(channel),
    policies: policiesOf(channel),
    orderer: ordererOf(sectionGroup(channel, 'orderer')),
    application: applicationOf(sectionGroup(channel, 'application')),
  };
}

function ordererOf(group: common.ConfigGroup): ChannelDescription['orderer'] {
  const type = consensusTypeOf(group);
  const raft = type.getType() === 'etcdraft' ? raftMetadataOf(type) : undefined;
  return {
    type: type.getType(),
    state: type.getState() === orderer.ConsensusType.State.STATE_MAINTENANCE ? 'maintenance' : 'normal',
    consenters: raft ? consentersOf(raft) : [],
    options: raft && raftOptionsOf(raft),
    batch: batchSettingsOf(group),
    capabilities: capabilitiesOf(group),
    policies: policiesOf(group),
    organizations: organizationEntries(group).map(({ name, mspId, group: organization }) => ({
      name,
      mspId,
      policies: policiesOf(organization),
      ordererEndpoints: common.OrdererAddresses.deserializeBinary(
        valueBytes(organization, ValueKey.endpoints),
      ).getAddressesList(),
    })),
  };
}

function applicationOf(group: common.ConfigGroup): ChannelDescription['application'] {
  const acls = peer.ACLs.deserializeBinary(valueBytes(group, ValueKey.acls)).getAclsMap();
  return {
    acls: Object.fromEntries([...acls.entries()].map(([resource, api]) => [resource, api.getPolicyRef()])),
    capabilities: capabilitiesOf(group),
    policies: policiesOf(group),
    organizations: organizationEntries(group).map(({ name, mspId, group: organization }) => ({
      name,
      mspId,
      policies: policiesOf(organization),
      anchorPeers: anchorPeersOf(organization),
    })),
  };
}

function anchorPeersOf(organization: common.ConfigGroup): HostPort[] {
  const anchors = peer.AnchorPeers.deserializeBinary(valueBytes(organization, ValueKey.anchorPeers));
  return anchors.getAnchorPeersList().map((anchor) => ({ host: anchor.getHost(), port: anchor.getPort() }));
}

function capabilitiesOf(group: common.ConfigGroup): string[] {
  const message = common.Capabilities.deserializeBinary(valueBytes(group, ValueKey.capabilities));
  return [...message.getCapabilitiesMap().keys()].sort();
}

function policiesOf(group: common.ConfigGroup): Record<string, PolicyDescription> {
  return Object.fromEntries(
    [...group.getPoliciesMap().entries()].map(([name, policy]) => [name, describePolicy(policy.getPolicy())]),
  );
}

function describePolicy(policy: common.Policy | undefined): PolicyDescription {
  switch (policy?.getType()) {
    case common.Policy.PolicyType.SIGNATURE:
      return describeSignaturePolicy(common.SignaturePolicyEnvelope.deserializeBinary(policy.getValue_asU8()));
    case common.Policy.PolicyType.IMPLICIT_META: {
      const message = common.ImplicitMetaPolicy.deserializeBinary(policy.getValue_asU8());
      return { type: 'ImplicitMeta', rule: formatImplicitMetaPolicy(fromImplicitMetaMessage(message)) };
    }
    default:
      return { type: 'Other' };
  }
}

function describeSignaturePolicy(envelope: common.SignaturePolicyEnvelope): PolicyDescription {
  try {
    return { type: 'Signature', rule: formatPolicy(fromSignaturePolicyEnvelope(envelope)) };
  } catch (error) {
    if (error instanceof PolicyNotExpressibleError) return { type: 'Other' };
    throw error;
  }
}
