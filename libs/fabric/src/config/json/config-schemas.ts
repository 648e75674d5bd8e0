import { GroupKey, ValueKey } from '../groups/config-keys';
import {
  bytesMap,
  counter,
  int32,
  map,
  message,
  opaque,
  repeated,
  string,
  uint32,
  type MessageSchema,
} from './message-schema';
import { MSP_CONFIG } from './msp-schemas';
import {
  BATCH_SIZE,
  BATCH_TIMEOUT,
  CHANNEL_RESTRICTIONS,
  CONSENSUS_TYPE,
  KAFKA_BROKERS,
  ORDERERS,
} from './orderer-schemas';
import { POLICY } from './policy-schemas';

/** `common/configuration.proto`, `peer/configuration.proto`. */
const ADDRESSES: MessageSchema = { addresses: repeated(string(1)) };
const CAPABILITIES: MessageSchema = { capabilities: map(1, () => ({})) };
const ANCHOR_PEER: MessageSchema = { host: string(1), port: int32(2) };
const ANCHOR_PEERS: MessageSchema = { anchor_peers: repeated(message(1, () => ANCHOR_PEER)) };
const ACLS: MessageSchema = { acls: map(1, () => ({ policy_ref: string(1) })) };

/** The contents of a group: the form of its values and of its sub-groups, by key. */
interface GroupShape {
  readonly values: Readonly<Record<string, MessageSchema>>;
  readonly groups: (key: string) => GroupShape;
}

const UNKNOWN_GROUP: GroupShape = { values: {}, groups: () => UNKNOWN_GROUP };
const ORDERER_ORGANIZATION: GroupShape = {
  values: { [ValueKey.msp]: MSP_CONFIG, [ValueKey.endpoints]: ADDRESSES },
  groups: () => UNKNOWN_GROUP,
};
const APPLICATION_ORGANIZATION: GroupShape = {
  values: { [ValueKey.msp]: MSP_CONFIG, [ValueKey.anchorPeers]: ANCHOR_PEERS },
  groups: () => UNKNOWN_GROUP,
};
const CONSORTIUM_ORGANIZATION: GroupShape = { values: { [ValueKey.msp]: MSP_CONFIG }, groups: () => UNKNOWN_GROUP };
const ORDERER: GroupShape = {
  values: {
    [ValueKey.consensusType]: CONSENSUS_TYPE,
    [ValueKey.batchSize]: BATCH_SIZE,
    [ValueKey.batchTimeout]: BATCH_TIMEOUT,
    [ValueKey.kafkaBrokers]: KAFKA_BROKERS,
    [ValueKey.channelRestrictions]: CHANNEL_RESTRICTIONS,
    [ValueKey.capabilities]: CAPABILITIES,
    [ValueKey.orderers]: ORDERERS,
  },
  groups: () => ORDERER_ORGANIZATION,
};
const APPLICATION: GroupShape = {
  values: { [ValueKey.capabilities]: CAPABILITIES, [ValueKey.acls]: ACLS },
  groups: () => APPLICATION_ORGANIZATION,
};
const CONSORTIUM: GroupShape = {
  values: { [ValueKey.channelCreationPolicy]: POLICY },
  groups: () => CONSORTIUM_ORGANIZATION,
};
const SECTIONS: ReadonlyMap<string, GroupShape> = new Map([
  [GroupKey.orderer, ORDERER],
  [GroupKey.application, APPLICATION],
  [GroupKey.consortiums, { values: {}, groups: () => CONSORTIUM }],
]);
const CHANNEL: GroupShape = {
  values: {
    [ValueKey.hashingAlgorithm]: { name: string(1) },
    [ValueKey.blockDataHashingStructure]: { width: uint32(1) },
    [ValueKey.ordererAddresses]: ADDRESSES,
    [ValueKey.consortium]: { name: string(1) },
    [ValueKey.capabilities]: CAPABILITIES,
  },
  groups: (key) => SECTIONS.get(key) ?? UNKNOWN_GROUP,
};

/** `common/configtx.proto`. */
function groupSchema(shape: GroupShape): MessageSchema {
  return {
    version: counter(1),
    groups: map(2, (key) => groupSchema(shape.groups(key))),
    values: map(3, (key) => valueSchema(Object.hasOwn(shape.values, key) ? shape.values[key] : undefined)),
    policies: map(4, () => CONFIG_POLICY),
    mod_policy: string(5),
  };
}

function valueSchema(inner: MessageSchema | undefined): MessageSchema {
  return { version: counter(1), value: opaque(2, () => inner), mod_policy: string(3) };
}

const CONFIG_POLICY: MessageSchema = { version: counter(1), policy: message(2, () => POLICY), mod_policy: string(3) };

export const CONFIG: MessageSchema = { sequence: counter(1), channel_group: message(2, () => groupSchema(CHANNEL)) };

export const CONFIG_UPDATE: MessageSchema = {
  channel_id: string(1),
  read_set: message(2, () => groupSchema(CHANNEL)),
  write_set: message(3, () => groupSchema(CHANNEL)),
  isolated_data: bytesMap(5),
};
