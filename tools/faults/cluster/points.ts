import { at, ENDORSE, inside, STEPS, without, type FaultPoint } from '../points';

const SOME_APPLIED = inside('chain.create', 'nodes', {
  at: 'fetch',
  match: 'PATCH /',
  nth: 9,
  says: 'with nine of its objects applied',
});

const CREATE: readonly FaultPoint[] = [
  ...STEPS['chain.create'].flatMap((step) => at('chain.create', 'worker', step, 'before', 'after')),
  inside('chain.create', 'nodes', { at: 'fetch', match: 'PATCH /', nth: 1, says: 'with its namespace alone' }),
  SOME_APPLIED,
];

const RELEASE: readonly FaultPoint[] = [
  ...STEPS['chain.release'].flatMap((step) => at('chain.release', 'worker', step, 'before', 'after')),
  inside('chain.release', 'nodes', {
    at: 'fetch',
    match: 'DELETE /',
    nth: 1,
    says: 'with its namespace on its way out',
  }),
  inside('chain.release', 'nodes', {
    at: 'fetch',
    match: 'DELETE /',
    nth: 4,
    says: 'with some of its objects deleted',
  }),
];

/** The worker at every step that creates or removes objects of a cluster, and in the middle of it. */
export const CLUSTER_POINTS: readonly FaultPoint[] = [...CREATE, ...RELEASE];

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
      at: 'fetch',
      match: 'DELETE /',
      nth: 3,
      says: 'with some of its objects deleted',
    }),
  ),
};
