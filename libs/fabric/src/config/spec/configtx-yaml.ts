import type {
  ChannelDefinition,
  OrganizationDefinition,
  PolicyDefinition,
  PolicyDefinitions,
} from '../definition/channel-definition';
import {
  DEFAULT_APPLICATION_POLICIES,
  DEFAULT_BATCH_SETTINGS,
  DEFAULT_CAPABILITIES,
  DEFAULT_CHANNEL_POLICIES,
  DEFAULT_ORDERER_POLICIES,
  DEFAULT_RAFT_OPTIONS,
  defaultApplicationOrganizationPolicies,
  defaultOrdererOrganizationPolicies,
} from '../definition/channel-defaults';

/** The paths at which configtxgen finds what the definition holds in memory. */
export interface MaterialFolders {
  mspFolder(mspId: string): string;
  consenterCertFile(index: number): string;
}

export const PROFILE = 'Channel';

/** A configtx.yaml (as JSON, which is YAML) with one profile that is equivalent to the definition. */
export function configtxYaml(definition: ChannelDefinition, folders: MaterialFolders): string {
  const capabilities = { ...DEFAULT_CAPABILITIES, ...definition.capabilities };
  const profile = {
    Policies: policies({ ...DEFAULT_CHANNEL_POLICIES, ...definition.policies }),
    Capabilities: { [capabilities.channel]: true },
    Orderer: { ...ordererSection(definition, folders), Capabilities: { [capabilities.orderer]: true } },
    Application: { ...applicationSection(definition, folders), Capabilities: { [capabilities.application]: true } },
  };
  return JSON.stringify({ Profiles: { [PROFILE]: profile } }, null, 2);
}

function ordererSection({ orderer }: ChannelDefinition, folders: MaterialFolders) {
  const batch = { ...DEFAULT_BATCH_SETTINGS, ...orderer.batch };
  const options = { ...DEFAULT_RAFT_OPTIONS, ...orderer.options };
  return {
    OrdererType: orderer.type,
    BatchTimeout: batch.timeout,
    BatchSize: {
      MaxMessageCount: batch.maxMessageCount,
      AbsoluteMaxBytes: batch.absoluteMaxBytes,
      PreferredMaxBytes: batch.preferredMaxBytes,
    },
    EtcdRaft: {
      Consenters: orderer.consenters.map(({ host, port }, index) => ({
        Host: host,
        Port: port,
        ClientTLSCert: folders.consenterCertFile(index),
        ServerTLSCert: folders.consenterCertFile(index),
      })),
      Options: {
        TickInterval: options.tickInterval,
        ElectionTick: options.electionTick,
        HeartbeatTick: options.heartbeatTick,
        MaxInflightBlocks: options.maxInflightBlocks,
        SnapshotIntervalSize: options.snapshotIntervalSize,
      },
    },
    Organizations: orderer.organizations.map((organization) => ({
      ...organizationEntry(organization, folders, defaultOrdererOrganizationPolicies(organization)),
      OrdererEndpoints: organization.ordererEndpoints,
    })),
    Policies: policies({ ...DEFAULT_ORDERER_POLICIES, ...orderer.policies }),
  };
}

function applicationSection({ application }: ChannelDefinition, folders: MaterialFolders) {
  return {
    ACLs: application.acls,
    Organizations: application.organizations.map((organization) => ({
      ...organizationEntry(organization, folders, defaultApplicationOrganizationPolicies(organization)),
      AnchorPeers: organization.anchorPeers?.map(({ host, port }) => ({ Host: host, Port: port })),
    })),
    Policies: policies({ ...DEFAULT_APPLICATION_POLICIES, ...application.policies }),
  };
}

function organizationEntry(
  organization: OrganizationDefinition,
  folders: MaterialFolders,
  defaults: PolicyDefinitions,
) {
  return {
    Name: organization.name,
    ID: organization.mspId,
    MSPDir: folders.mspFolder(organization.mspId),
    Policies: policies({ ...defaults, ...organization.policies }),
  };
}

function policies(definitions: PolicyDefinitions) {
  return Object.fromEntries(
    Object.entries(definitions).map(([name, { type, rule }]: [string, PolicyDefinition]) => [
      name,
      { Type: type, Rule: rule },
    ]),
  );
}
