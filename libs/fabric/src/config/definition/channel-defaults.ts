import type {
  BatchSettings,
  CapabilityLevels,
  OrganizationDefinition,
  PolicyDefinition,
  PolicyDefinitions,
  RaftOptions,
} from './channel-definition';
import { PolicyKey } from '../groups/config-keys';

const MIB = 1024 * 1024;

/** Levels that Fabric 2.5 and 3.x both run. */
export const DEFAULT_CAPABILITIES: Required<CapabilityLevels> = {
  channel: 'V2_0',
  orderer: 'V2_0',
  application: 'V2_5',
};

/** As in the configtx.yaml that Fabric ships. */
export const DEFAULT_BATCH_SETTINGS: BatchSettings = {
  timeout: '2s',
  maxMessageCount: 500,
  absoluteMaxBytes: 10 * MIB,
  preferredMaxBytes: 2 * MIB,
};

/** As in the configtx.yaml that Fabric ships. */
export const DEFAULT_RAFT_OPTIONS: RaftOptions = {
  tickInterval: '500ms',
  electionTick: 10,
  heartbeatTick: 1,
  maxInflightBlocks: 5,
  snapshotIntervalSize: 16 * MIB,
};

function implicitMeta(rule: string): PolicyDefinition {
  return { type: 'ImplicitMeta', rule };
}

export const DEFAULT_CHANNEL_POLICIES = {
  [PolicyKey.readers]: implicitMeta('ANY Readers'),
  [PolicyKey.writers]: implicitMeta('ANY Writers'),
  [PolicyKey.admins]: implicitMeta('MAJORITY Admins'),
} as const satisfies PolicyDefinitions;

export const DEFAULT_ORDERER_POLICIES = {
  ...DEFAULT_CHANNEL_POLICIES,
  [PolicyKey.blockValidation]: implicitMeta('ANY Writers'),
} as const satisfies PolicyDefinitions;

export const DEFAULT_APPLICATION_POLICIES = {
  ...DEFAULT_CHANNEL_POLICIES,
  [PolicyKey.endorsement]: implicitMeta('MAJORITY Endorsement'),
  [PolicyKey.lifecycleEndorsement]: implicitMeta('MAJORITY Endorsement'),
} as const satisfies PolicyDefinitions;

function anyOf(mspId: string, ...roles: readonly string[]): PolicyDefinition {
  return { type: 'Signature', rule: `OR(${roles.map((role) => `'${mspId}.${role}'`).join(', ')})` };
}

/** The policies of an orderer organization unless it brings its own. */
export function defaultOrdererOrganizationPolicies({ mspId }: OrganizationDefinition): PolicyDefinitions {
  return {
    [PolicyKey.readers]: anyOf(mspId, 'member'),
    [PolicyKey.writers]: anyOf(mspId, 'member'),
    [PolicyKey.admins]: anyOf(mspId, 'admin'),
  };
}

/** The policies of an application organization unless it brings its own; with NodeOUs they distinguish roles. */
export function defaultApplicationOrganizationPolicies({ mspId, msp }: OrganizationDefinition): PolicyDefinitions {
  const nodeOus = msp.nodeOus !== null;
  return {
    [PolicyKey.readers]: nodeOus ? anyOf(mspId, 'admin', 'peer', 'client') : anyOf(mspId, 'member'),
    [PolicyKey.writers]: nodeOus ? anyOf(mspId, 'admin', 'client') : anyOf(mspId, 'member'),
    [PolicyKey.admins]: anyOf(mspId, 'admin'),
    [PolicyKey.endorsement]: nodeOus ? anyOf(mspId, 'peer') : anyOf(mspId, 'member'),
  };
}
