import { OPERATION_STEPS } from '@heddle/contracts';
import { MAIN_KINDS, type Kind, type MainKind } from './kinds';
import {
  at,
  BOUNDARIES,
  ENDORSE,
  everyStep,
  hitting,
  inside,
  SUBMIT,
  type FaultPoint,
  type Moment,
  type Victim,
} from './points';

const SOME_STARTED = inside('chain.create', 'nodes', { at: 'spawn', nth: 3, says: 'with two of its nodes started' });
const SOME_PROBED = inside('chain.create', 'ready', { at: 'http', nth: 2, says: 'with two probes answered' });
const SOME_ORDER = inside('channel.create', 'orderers', {
  at: 'http',
  match: 'POST',
  nth: 2,
  says: 'with two orderers joined',
});
const SOME_PEERS = inside('channel.create', 'peers', {
  at: 'answer',
  match: ENDORSE,
  nth: 3,
  says: 'with calls answered',
});
const COMMIT_TAKEN = inside('chaincode.deploy', 'commit', {
  at: 'answer',
  match: SUBMIT,
  says: 'with the transaction taken',
});
const SOME_ENDED = inside('chain.release', 'nodes', {
  at: 'signal',
  match: 'SIGTERM',
  nth: 3,
  says: 'with three nodes ended',
});

/** The middle of steps that take long or cannot be undone. */
export const INSIDE: readonly FaultPoint[] = [
  SOME_STARTED,
  SOME_PROBED,
  hitting('redis', SOME_STARTED),
  hitting('peer', SOME_PROBED),
  SOME_ORDER,
  SOME_PEERS,
  hitting('orderer', SOME_ORDER),
  hitting('peer', SOME_PEERS),
  inside('chaincode.deploy', 'build', { at: 'spawn', says: 'as the compiler starts' }),
  inside('chaincode.deploy', 'serve', { at: 'spawn', nth: 2, says: 'with one of its servers started' }),
  inside('chaincode.deploy', 'install', { at: 'answer', match: ENDORSE, nth: 5, says: 'with calls answered' }),
  inside('chaincode.deploy', 'approve', { at: 'call', match: SUBMIT, says: 'as the transaction is sent' }),
  inside('chaincode.deploy', 'approve', { at: 'answer', match: SUBMIT, says: 'with the transaction taken' }),
  inside('chaincode.deploy', 'commit', { at: 'call', match: SUBMIT, says: 'as the transaction is sent' }),
  COMMIT_TAKEN,
  hitting('orderer', COMMIT_TAKEN),
  SOME_ENDED,
  hitting('redis', SOME_ENDED),
  hitting('api', SOME_ENDED),
];

const WORKER: readonly FaultPoint[] = MAIN_KINDS.flatMap((kind) => everyStep(kind, 'worker', ...BOUNDARIES));

const request = (kind: Kind, victim: Victim, ...moments: ('request' | 'response')[]): FaultPoint[] =>
  moments.map((moment) => ({ kind, victim, moment: { at: moment } }));

/** The kinds of node that exist at a step of an operation. */
const NODES: Readonly<Record<MainKind, readonly Victim[]>> = {
  'chain.create': ['orderer', 'peer'],
  'channel.create': ['orderer', 'peer'],
  'chaincode.deploy': ['orderer', 'peer', 'chaincode server'],
  'chain.release': ['orderer', 'peer', 'chaincode server'],
};

function nodePoints(kind: MainKind, victim: Victim): FaultPoint[] {
  return everyStep(kind, victim, ...BOUNDARIES).filter(({ moment }) => exists(kind, victim, moment));
}

/** Nodes run from the end of `nodes` of chain.create, chaincode servers from `serve`; release stops them in `nodes`. */
function exists(kind: Kind, victim: Victim, moment: Moment): boolean {
  if (!('step' in moment)) return false;
  const steps: readonly string[] = OPERATION_STEPS[kind];
  const done = steps.indexOf(moment.step) + (moment.at === 'before' ? 0 : 1);
  if (kind === 'chain.create') return done > steps.indexOf('nodes');
  if (kind === 'chain.release') return done === 0;
  return victim !== 'chaincode server' || done > steps.indexOf('serve');
}

/** The other victims, at the boundaries where their loss matters most. */
const SELECTION: readonly FaultPoint[] = [
  ...request('chain.create', 'api', 'request', 'response'),
  ...request('chain.create', 'redis', 'request'),
  ...at('chain.create', 'redis', 'identities', 'after'),
  ...at('chain.create', 'api', 'nodes', 'after'),
  ...at('chain.create', 'orderer', 'ready', 'before'),
  ...at('chain.create', 'peer', 'ready', 'before'),
  ...request('channel.create', 'api', 'response'),
  ...at('channel.create', 'redis', 'orderers', 'checkpointed'),
  ...at('channel.create', 'orderer', 'orderers', 'before', 'after'),
  ...at('channel.create', 'peer', 'peers', 'before', 'after'),
  ...request('chaincode.deploy', 'api', 'response'),
  ...request('chaincode.deploy', 'redis', 'request'),
  ...at('chaincode.deploy', 'redis', 'approve', 'checkpointed'),
  ...at('chaincode.deploy', 'orderer', 'approve', 'before'),
  ...at('chaincode.deploy', 'orderer', 'commit', 'before'),
  ...at('chaincode.deploy', 'peer', 'install', 'before'),
  ...at('chaincode.deploy', 'peer', 'commit', 'before'),
  ...at('chaincode.deploy', 'chaincode server', 'check', 'before'),
  ...request('chain.release', 'api', 'request', 'response'),
  ...at('chain.release', 'redis', 'nodes', 'before'),
  ...at('chain.release', 'peer', 'nodes', 'before'),
];

/** What CI runs: the worker at every point, the others at a selection. */
export const MAIN_POINTS: readonly FaultPoint[] = [...WORKER, ...SELECTION];

/** Every victim at every boundary where it exists. */
export const ALL_MAIN_POINTS: readonly FaultPoint[] = [
  ...WORKER,
  ...MAIN_KINDS.flatMap((kind) => [
    ...everyStep(kind, 'api', ...BOUNDARIES),
    ...everyStep(kind, 'redis', ...BOUNDARIES),
    ...NODES[kind].flatMap((victim) => nodePoints(kind, victim)),
    ...request(kind, 'api', 'request', 'response'),
    ...request(kind, 'redis', 'request'),
  ]),
];
