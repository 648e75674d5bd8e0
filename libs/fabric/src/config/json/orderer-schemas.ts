import {
  bool,
  bytes,
  enumeration,
  message,
  opaque,
  repeated,
  string,
  uint32,
  uint64,
  type MessageSchema,
} from './message-schema';

/** `orderer/etcdraft/configuration.proto`. */
const RAFT_CONSENTER: MessageSchema = {
  host: string(1),
  port: uint32(2),
  client_tls_cert: bytes(3),
  server_tls_cert: bytes(4),
};
const RAFT_OPTIONS: MessageSchema = {
  tick_interval: string(1),
  election_tick: uint32(2),
  heartbeat_tick: uint32(3),
  max_inflight_blocks: uint32(4),
  snapshot_interval_size: uint32(5),
};
const RAFT_METADATA: MessageSchema = {
  consenters: repeated(message(1, () => RAFT_CONSENTER)),
  options: message(2, () => RAFT_OPTIONS),
};

/** `orderer/smartbft/configuration.proto`. */
const BFT_OPTIONS: MessageSchema = {
  request_batch_max_count: uint64(1),
  request_batch_max_bytes: uint64(2),
  request_batch_max_interval: string(3),
  incoming_message_buffer_size: uint64(4),
  request_pool_size: uint64(5),
  request_forward_timeout: string(6),
  request_complain_timeout: string(7),
  request_auto_remove_timeout: string(8),
  request_max_bytes: uint64(9),
  view_change_resend_interval: string(10),
  view_change_timeout: string(11),
  leader_heartbeat_timeout: string(12),
  leader_heartbeat_count: uint64(13),
  collect_timeout: string(14),
  sync_on_start: bool(15),
  speed_up_view_change: bool(16),
  leader_rotation: enumeration(17, ['ROTATION_UNSPECIFIED', 'ROTATION_OFF', 'ROTATION_ON']),
  decisions_per_leader: uint64(18),
};

const CONSENSUS_METADATA: ReadonlyMap<unknown, MessageSchema> = new Map([
  ['etcdraft', RAFT_METADATA],
  ['BFT', BFT_OPTIONS],
]);

/** `orderer/configuration.proto`. */
export const CONSENSUS_TYPE: MessageSchema = {
  type: string(1),
  metadata: opaque(2, ({ type }) => CONSENSUS_METADATA.get(type)),
  state: enumeration(3, ['STATE_NORMAL', 'STATE_MAINTENANCE']),
};
export const BATCH_SIZE: MessageSchema = {
  max_message_count: uint32(1),
  absolute_max_bytes: uint32(2),
  preferred_max_bytes: uint32(3),
};
export const BATCH_TIMEOUT: MessageSchema = { timeout: string(1) };
export const KAFKA_BROKERS: MessageSchema = { brokers: repeated(string(1)) };
export const CHANNEL_RESTRICTIONS: MessageSchema = { max_count: uint64(1) };

/** `common/configuration.proto`, Fabric 3. */
const CONSENTER: MessageSchema = {
  id: uint32(1),
  host: string(2),
  port: uint32(3),
  msp_id: string(4),
  identity: bytes(5),
  client_tls_cert: bytes(6),
  server_tls_cert: bytes(7),
};
export const ORDERERS: MessageSchema = { consenter_mapping: repeated(message(1, () => CONSENTER)) };
