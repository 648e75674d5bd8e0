import { NODE_SETTINGS } from './node-settings';

/** A pull takes this long once it has begun; Fabric's own 1 s, 1.5 s and 2 s cost no less. */
const PULL_WAITS = {
  CORE_PEER_GOSSIP_DIGESTWAITTIME: '100ms',
  CORE_PEER_GOSSIP_REQUESTWAITTIME: '200ms',
  CORE_PEER_GOSSIP_RESPONSEWAITTIME: '300ms',
} as const;

const QUICK = {
  CORE_PEER_GOSSIP_PULLINTERVAL: '1s',
  ...PULL_WAITS,
  CORE_PEER_GOSSIP_PUBLISHSTATEINFOINTERVAL: '500ms',
  CORE_PEER_GOSSIP_REQUESTSTATEINFOINTERVAL: '500ms',
  CORE_PEER_GOSSIP_RECONNECTINTERVAL: '1s',
} as const;

/**
 * Peers push changes of their state, which costs nothing at rest, and seldom ask. They learn each other's identities
 * when they connect, so each organization has several anchor peers: pulls are only needed for what was missed.
 */
const CALM = {
  CORE_PEER_GOSSIP_PULLINTERVAL: '8s',
  ...PULL_WAITS,
  CORE_PEER_GOSSIP_PUBLISHSTATEINFOINTERVAL: '500ms',
  CORE_PEER_GOSSIP_REQUESTSTATEINFOINTERVAL: '2s',
  // A peer that joins a channel may connect before it trusts the TLS CAs of the channel; that connection only times out.
  CORE_PEER_GOSSIP_DIALTIMEOUT: '1s',
  CORE_PEER_GOSSIP_RECONNECTINTERVAL: '250ms',
} as const;

/**
 * How soon peers learn of each other's channels and chaincodes; docs/adr/0021 has the measurements.
 *
 * @param settings version of the peer's settings; see {@link NODE_SETTINGS}
 */
export const gossipIntervals = (settings = NODE_SETTINGS): Readonly<Record<string, string>> =>
  settings < 2 ? QUICK : CALM;
