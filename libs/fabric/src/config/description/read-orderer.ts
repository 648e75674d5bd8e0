import { orderer, type common } from '@hyperledger/fabric-protos';
import type { BatchSettings, ConsenterDefinition, RaftOptions } from '../definition/channel-definition';
import { DEFAULT_RAFT_OPTIONS } from '../definition/channel-defaults';
import { ConfigEditError } from '../edits/config-edit-error';
import { ValueKey } from '../groups/config-keys';

/** The bytes of a group's value; empty bytes, which any message can be parsed from, when the group does not have it. */
export function valueBytes(group: common.ConfigGroup, key: string): Uint8Array {
  return group.getValuesMap().get(key)?.getValue_asU8() ?? new Uint8Array();
}

export function batchSettingsOf(ordererGroup: common.ConfigGroup): BatchSettings {
  const size = orderer.BatchSize.deserializeBinary(valueBytes(ordererGroup, ValueKey.batchSize));
  const timeout = orderer.BatchTimeout.deserializeBinary(valueBytes(ordererGroup, ValueKey.batchTimeout));
  return {
    timeout: timeout.getTimeout(),
    maxMessageCount: size.getMaxMessageCount(),
    absoluteMaxBytes: size.getAbsoluteMaxBytes(),
    preferredMaxBytes: size.getPreferredMaxBytes(),
  };
}

export function consensusTypeOf(ordererGroup: common.ConfigGroup): orderer.ConsensusType {
  return orderer.ConsensusType.deserializeBinary(valueBytes(ordererGroup, ValueKey.consensusType));
}

/** @throws ConfigEditError `consensus_type_unsupported` when the channel does not use raft. */
export function raftMetadataOf(type: orderer.ConsensusType): orderer.etcdraft.ConfigMetadata {
  if (type.getType() !== 'etcdraft') {
    const message = `The channel is ordered by ${type.getType() || 'nothing'}, not by etcdraft.`;
    throw new ConfigEditError('consensus_type_unsupported', message);
  }
  return orderer.etcdraft.ConfigMetadata.deserializeBinary(type.getMetadata_asU8());
}

export function consentersOf(metadata: orderer.etcdraft.ConfigMetadata): ConsenterDefinition[] {
  return metadata.getConsentersList().map((consenter) => ({
    host: consenter.getHost(),
    port: consenter.getPort(),
    clientTlsCert: Buffer.from(consenter.getClientTlsCert_asU8()).toString(),
    serverTlsCert: Buffer.from(consenter.getServerTlsCert_asU8()).toString(),
  }));
}

export function raftOptionsOf(metadata: orderer.etcdraft.ConfigMetadata): RaftOptions {
  const options = metadata.getOptions();
  if (!options) return DEFAULT_RAFT_OPTIONS;
  return {
    tickInterval: options.getTickInterval(),
    electionTick: options.getElectionTick(),
    heartbeatTick: options.getHeartbeatTick(),
    maxInflightBlocks: options.getMaxInflightBlocks(),
    snapshotIntervalSize: options.getSnapshotIntervalSize(),
  };
}
