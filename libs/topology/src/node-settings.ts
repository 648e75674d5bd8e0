/**
 * The version of the settings with which Heddle plans new nodes. A node keeps the version with which it was planned, so
 * that an upgrade of Heddle changes no workload and restarts no node.
 *
 * 1. Gossip asks and answers several times a second.
 * 2. Gossip is about as calm as with Fabric's own intervals.
 */
export const NODE_SETTINGS = 2;
