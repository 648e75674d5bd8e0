import { common, orderer, peer } from '@hyperledger/fabric-protos';
import type {
  BatchSettings,
  ConsenterDefinition,
  HostPort,
  OrdererDefinition,
  RaftOptions,
} from '../definition/channel-definition';
import { DEFAULT_RAFT_OPTIONS } from '../definition/channel-defaults';
import { pemBytes } from './msp-config';

const HASH_WIDTH = 0xffffffff;

export function hashingAlgorithm(): common.HashingAlgorithm {
  const message = new common.HashingAlgorithm();
  message.setName('SHA256');
  return message;
}

export function blockDataHashingStructure(): common.BlockDataHashingStructure {
  const message = new common.BlockDataHashingStructure();
  message.setWidth(HASH_WIDTH);
  return message;
}

export function capabilities(...levels: readonly string[]): common.Capabilities {
  const message = new common.Capabilities();
  for (const level of levels) message.getCapabilitiesMap().set(level, new common.Capability());
  return message;
}

export function ordererAddresses(addresses: readonly string[]): common.OrdererAddresses {
  const message = new common.OrdererAddresses();
  message.setAddressesList([...addresses]);
  return message;
}

export function anchorPeers(peers: readonly HostPort[]): peer.AnchorPeers {
  const message = new peer.AnchorPeers();
  message.setAnchorPeersList(
    peers.map(({ host, port }) => {
      const anchor = new peer.AnchorPeer();
      anchor.setHost(host);
      anchor.setPort(port);
      return anchor;
    }),
  );
  return message;
}

export function acls(policyRefs: Readonly<Record<string, string>>): peer.ACLs {
  const message = new peer.ACLs();
  for (const [resource, policyRef] of Object.entries(policyRefs)) {
    const api = new peer.APIResource();
    api.setPolicyRef(policyRef);
    message.getAclsMap().set(resource, api);
  }
  return message;
}

export function batchSize(settings: Omit<BatchSettings, 'timeout'>): orderer.BatchSize {
  const message = new orderer.BatchSize();
  message.setMaxMessageCount(settings.maxMessageCount);
  message.setAbsoluteMaxBytes(settings.absoluteMaxBytes);
  message.setPreferredMaxBytes(settings.preferredMaxBytes);
  return message;
}

export function batchTimeout(timeout: string): orderer.BatchTimeout {
  const message = new orderer.BatchTimeout();
  message.setTimeout(timeout);
  return message;
}

/** Fabric's limit on the number of channels; 0 is none. */
export function channelRestrictions(): orderer.ChannelRestrictions {
  return new orderer.ChannelRestrictions();
}

export function consenter(definition: ConsenterDefinition): orderer.etcdraft.Consenter {
  const message = new orderer.etcdraft.Consenter();
  message.setHost(definition.host);
  message.setPort(definition.port);
  message.setClientTlsCert(pemBytes(definition.clientTlsCert));
  message.setServerTlsCert(pemBytes(definition.serverTlsCert));
  return message;
}

export function raftOptions(options: RaftOptions): orderer.etcdraft.Options {
  const message = new orderer.etcdraft.Options();
  message.setTickInterval(options.tickInterval);
  message.setElectionTick(options.electionTick);
  message.setHeartbeatTick(options.heartbeatTick);
  message.setMaxInflightBlocks(options.maxInflightBlocks);
  message.setSnapshotIntervalSize(options.snapshotIntervalSize);
  return message;
}

type ConsensusMetadata = {
  readonly [T in OrdererDefinition['type']]: (definition: Extract<OrdererDefinition, { type: T }>) => Uint8Array;
};

/** One entry for each consensus type: a type without one does not compile. */
const CONSENSUS_METADATA: ConsensusMetadata = {
  etcdraft: ({ consenters, options }) => {
    const metadata = new orderer.etcdraft.ConfigMetadata();
    metadata.setConsentersList(consenters.map(consenter));
    metadata.setOptions(raftOptions({ ...DEFAULT_RAFT_OPTIONS, ...options }));
    return metadata.serializeBinary();
  },
};

export function consensusType(definition: OrdererDefinition): orderer.ConsensusType {
  const message = new orderer.ConsensusType();
  message.setType(definition.type);
  message.setMetadata(CONSENSUS_METADATA[definition.type](definition));
  return message;
}
