import { BROADCAST, ENDORSE, everyStep, inside, without, type FaultPoint, type Inside } from '../points';

const SOME_APPLIED = inside('chain.create', 'nodes', {
  at: 'http',
  match: 'PATCH /',
  nth: 9,
  says: 'with nine of its objects applied',
});

const CREATE: readonly FaultPoint[] = [
  ...everyStep('chain.create', 'worker', 'before', 'after'),
  inside('chain.create', 'nodes', { at: 'http', match: 'PATCH /', nth: 1, says: 'with its namespace alone' }),
  SOME_APPLIED,
];

const RELEASE: readonly FaultPoint[] = [
  ...everyStep('chain.release', 'worker', 'before', 'after'),
  inside('chain.release', 'nodes', {
    at: 'http',
    match: 'DELETE /',
    nth: 1,
    says: 'with its namespace on its way out',
  }),
  inside('chain.release', 'nodes', {
    at: 'http',
    match: 'DELETE /',
    nth: 4,
    says: 'with some of its objects deleted',
  }),
];

/** The worker at every step that creates or removes all objects of a chain, and in the middle of it. */
export const WHOLE_CHAIN: readonly FaultPoint[] = [...CREATE, ...RELEASE];

const someApplied: Inside = { at: 'http', match: 'PATCH /', nth: 3, says: 'with some of its objects applied' };
const someDeleted: Inside = { at: 'http', match: 'DELETE /', nth: 2, says: 'with some of its objects deleted' };
const updated: Inside = { at: 'answer', match: BROADCAST, says: 'with the config update taken' };

/** The worker where a change of nodes is half done: among its objects, and between Fabric's call and its checkpoint. */
const NODES: readonly FaultPoint[] = [
  inside('peer.add', 'start', someApplied),
  inside('peer.add', 'join', { at: 'answer', match: ENDORSE, nth: 2, says: 'with the channel joined' }),
  inside('orderer.add', 'start', someApplied),
  inside('orderer.add', 'consent', updated),
  inside('chain.restart', 'restart', { at: 'http', match: 'PATCH /', nth: 2, says: 'as the second node restarts' }),
  inside('peer.remove', 'anchors', updated),
  inside('peer.remove', 'remove', someDeleted),
  inside('orderer.remove', 'consent', updated),
  inside('orderer.remove', 'remove', someDeleted),
];

/** Only nodes on a cluster have their own resources, so all of its rows are here. */
const RESIZE: readonly FaultPoint[] = [
  ...everyStep('node.resize', 'worker', 'before', 'after'),
  inside('node.resize', 'resize', { at: 'http', match: 'PATCH /', says: 'with its StatefulSet applied' }),
  inside('node.resize', 'ready', { at: 'statement', match: 'FROM "nodes"', says: 'as its row is read' }),
];

/** The worker in changes of a chain. */
export const CHAIN_CHANGES: readonly FaultPoint[] = [...NODES, ...RESIZE];

export const CLUSTER_POINTS: readonly FaultPoint[] = [...WHOLE_CHAIN, ...CHAIN_CHANGES];

/** The build's Job exists and its pod has started: the worker has just requested its output. */
export const BUILD_RUNS = inside('chaincode.deploy', 'build', {
  at: 'http',
  match: '/log?',
  says: 'while the build Job runs',
});

/**
 * The API server unavailable while objects are applied, while nodes are called through it, and while objects are
 * deleted. After each outage the kubelet takes up to a minute and a half to check its pods again.
 */
export const OUTAGES = {
  create: without(15_000, SOME_APPLIED),
  channel: without(
    15_000,
    inside('channel.create', 'peers', { at: 'call', match: ENDORSE, says: 'as its peer is asked to join' }),
  ),
  approve: without(
    60_000,
    inside('chaincode.deploy', 'approve', { at: 'call', match: ENDORSE, says: 'as the approval is asked for' }),
  ),
  release: without(
    15_000,
    inside('chain.release', 'nodes', {
      at: 'http',
      match: 'DELETE /',
      nth: 3,
      says: 'with some of its objects deleted',
    }),
  ),
};
