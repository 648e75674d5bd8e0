import { orderer, type common } from '@hyperledger/fabric-protos';
import type {
  BatchSettings,
  ConsenterDefinition,
  HostPort,
  MspMaterial,
  RaftOptions,
} from '../definition/channel-definition';
import { throwProblems } from '../checks/check-channel-definition';
import { checkConsenterTrust } from '../checks/check-consenter-trust';
import { checkBatchSettings, checkConsenters, checkRaftOptions } from '../checks/check-orderer';
import { ConfigEditError } from './config-edit-error';
import { setConfigValue } from '../groups/config-group';
import { ValueKey } from '../groups/config-keys';
import { editConfig, fabricMspOf, organizationEntries, sectionGroup } from '../groups/config-lookup';
import { batchSize, batchTimeout, consenter, raftOptions } from '../groups/config-values';
import { canonicalGoDuration } from '../definition/go-duration';
import {
  batchSettingsOf,
  consensusTypeOf,
  consentersOf,
  raftMetadataOf,
  raftOptionsOf,
} from '../description/read-orderer';

/**
 * Changes when blocks are cut; omitted settings stay.
 * @throws ChannelDefinitionError for values that Fabric would reject.
 */
export function setBatchSettings(config: common.Config, changes: Partial<BatchSettings>): common.Config {
  return editConfig(config, (channel) => {
    const group = sectionGroup(channel, 'orderer');
    const settings = { ...batchSettingsOf(group), ...changes };
    throwProblems(checkBatchSettings(settings, 'batch'));
    setConfigValue(group, ValueKey.batchSize, batchSize(settings));
    setConfigValue(group, ValueKey.batchTimeout, batchTimeout(canonicalGoDuration(settings.timeout)));
  });
}

/**
 * Replaces the consenters. Orderers accept one addition or one removal at a time
 * (`orderer/consensus/etcdraft/membership.go`): larger changes need an update each.
 * @throws ConfigEditError `consensus_type_unsupported`; ChannelDefinitionError for invalid consenters.
 */
export function setConsenters(config: common.Config, consenters: readonly ConsenterDefinition[]): common.Config {
  throwProblems(checkConsenters(consenters, 'consenters'));
  return editRaftMetadata(config, (metadata, group) => {
    throwProblems(checkConsenterTrust(consenters, tlsAuthorities(group), 'consenters'));
    metadata.setConsentersList(consenters.map(consenter));
  });
}

/** @throws ConfigEditError `consenter_exists`; otherwise as {@link setConsenters}. */
export function addConsenter(config: common.Config, added: ConsenterDefinition): common.Config {
  const present = currentConsenters(config);
  if (present.some(at(added))) {
    throw new ConfigEditError('consenter_exists', `${added.host}:${added.port} is a consenter already.`);
  }
  return setConsenters(config, [...present, added]);
}

/** @throws ConfigEditError `consenter_unknown`, or `consenter_last` for the only one. */
export function removeConsenter(config: common.Config, address: HostPort): common.Config {
  const present = currentConsenters(config);
  const remaining = present.filter((candidate) => !at(address)(candidate));
  const name = `${address.host}:${address.port}`;
  if (remaining.length === present.length)
    throw new ConfigEditError('consenter_unknown', `${name} is not a consenter.`);
  if (remaining.length === 0) throw new ConfigEditError('consenter_last', `${name} is the only consenter.`);
  return setConsenters(config, remaining);
}

/**
 * Changes raft's own settings; omitted settings stay.
 * @throws ConfigEditError `consensus_type_unsupported`; ChannelDefinitionError for values that Fabric would reject.
 */
export function setRaftOptions(config: common.Config, changes: Partial<RaftOptions>): common.Config {
  return editRaftMetadata(config, (metadata) => {
    const options = { ...raftOptionsOf(metadata), ...changes };
    throwProblems(checkRaftOptions(options, 'options'));
    metadata.setOptions(raftOptions(options));
  });
}

/**
 * Whether the ordering service accepts transactions (`normal`) or only configuration updates (`maintenance`). In
 * maintenance the orderers serve members of orderer organizations only, for reading as well.
 */
export function setConsensusState(config: common.Config, state: 'normal' | 'maintenance'): common.Config {
  return editConfig(config, (channel) => {
    const group = sectionGroup(channel, 'orderer');
    const type = consensusTypeOf(group);
    type.setState(
      state === 'normal' ? orderer.ConsensusType.State.STATE_NORMAL : orderer.ConsensusType.State.STATE_MAINTENANCE,
    );
    setConfigValue(group, ValueKey.consensusType, type);
  });
}

function editRaftMetadata(
  config: common.Config,
  edit: (metadata: orderer.etcdraft.ConfigMetadata, ordererGroup: common.ConfigGroup) => void,
): common.Config {
  return editConfig(config, (channel) => {
    const group = sectionGroup(channel, 'orderer');
    const type = consensusTypeOf(group);
    const metadata = raftMetadataOf(type);
    edit(metadata, group);
    type.setMetadata(metadata.serializeBinary());
    setConfigValue(group, ValueKey.consensusType, type);
  });
}

function tlsAuthorities(
  ordererGroup: common.ConfigGroup,
): Pick<MspMaterial, 'tlsRootCerts' | 'tlsIntermediateCerts'>[] {
  return organizationEntries(ordererGroup).map(({ group }) => {
    const msp = fabricMspOf(group);
    return {
      tlsRootCerts: msp?.getTlsRootCertsList_asU8() ?? [],
      tlsIntermediateCerts: msp?.getTlsIntermediateCertsList_asU8() ?? [],
    };
  });
}

function currentConsenters(config: common.Config): ConsenterDefinition[] {
  const channel = config.getChannelGroup();
  if (!channel) throw new ConfigEditError('config_group_missing', 'The configuration has no channel group.');
  return consentersOf(raftMetadataOf(consensusTypeOf(sectionGroup(channel, 'orderer'))));
}

function at({ host, port }: HostPort): (candidate: HostPort) => boolean {
  return (candidate) => candidate.host === host && candidate.port === port;
}
