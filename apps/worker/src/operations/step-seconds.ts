import type { OperationKind, OperationStepName } from '@heddle/contracts';

/** The steps that deploying and upgrading share. */
const DEFINE = {
  build: 18,
  package: 1,
  serve: 4.5,
  install: 2.9,
  approve: 2.9,
  commit: 2.7,
  check: 2,
  initialize: 0.2,
} as const;

/**
 * Seconds of each step: the weights of progress. Measured by the steps' own times on the local runtime, on two busy
 * cores: the mean of a chain with one orderer and one peer and of one with three orderers and two organizations of two
 * peers, with `samples/asset-transfer-go` as chaincode. The build is one of 18 s, between full and empty caches.
 * Resizing exists on clusters alone and has the shares of a restart, which waits for the same readiness.
 */
export const STEP_SECONDS = {
  'chain.create': { plan: 0.3, identities: 1.1, artifacts: 1, nodes: 2.6, ready: 2.4 },
  'chain.start': { start: 0.9, ready: 3.7 },
  'chain.stop': { stop: 1.1 },
  'chain.release': { nodes: 1.7, artifacts: 0.1, forget: 0.1 },
  'node.restart': { restart: 0.9, ready: 3 },
  'node.resize': { resize: 0.9, ready: 3 },
  'peer.add': { plan: 0.3, start: 0.9, ready: 3, join: 1.5, install: 1.5, profiles: 0.2 },
  'peer.remove': { leave: 0.1, anchors: 0.5, remove: 1.5 },
  'orderer.add': { plan: 0.3, start: 0.9, ready: 3, consent: 3.5, endpoints: 0.6, profiles: 0.2 },
  'orderer.remove': { check: 0.2, leave: 0.1, endpoints: 0.6, consent: 1, remove: 1.5 },
  'peer.recreate': { leave: 0.1, clear: 1.2, start: 0.9, ready: 3, join: 1.5, install: 1.5 },
  'orderer.recreate': {
    check: 0.2,
    endpoints: 0.6,
    resign: 1,
    clear: 1.2,
    start: 0.9,
    ready: 3,
    consent: 3.5,
    publish: 0.6,
  },
  'node.stop': { stop: 1.1 },
  'node.start': { start: 0.9, ready: 3, level: 0.5 },
  'chain.restart': { check: 0.2, restart: 10 },
  'channel.create': { config: 1, orderers: 1.4, peers: 1, verify: 1.7 },
  'chaincode.deploy': DEFINE,
  'chaincode.upgrade': DEFINE,
  'chaincode.stop': { stop: 3.1 },
  'chaincode.start': { start: 6.5, check: 2.5 },
  'chaincode.remove': { servers: 3, packages: 0.7, forget: 0.1 },
} as const satisfies { readonly [Kind in OperationKind]: Readonly<Record<OperationStepName<Kind>, number>> };
