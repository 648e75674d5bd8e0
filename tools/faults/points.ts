import { join } from 'node:path';

/** The operations of the main use case and their steps. A changed handler fails the tests here. */
export const STEPS = {
  'chain.create': ['plan', 'identities', 'artifacts', 'nodes', 'ready'],
  'channel.create': ['config', 'orderers', 'peers', 'verify'],
  'chaincode.deploy': ['build', 'package', 'serve', 'install', 'approve', 'commit', 'check', 'initialize'],
  'chain.release': ['nodes', 'artifacts', 'forget'],
} as const;

export type Kind = keyof typeof STEPS;
export const KINDS = Object.keys(STEPS) as Kind[];

/** The process that `kill -9` hits. The API server is the cluster's, and comes back after a while. */
export type Victim = 'worker' | 'api' | 'redis' | 'orderer' | 'peer' | 'chaincode server' | 'API server';

export type Boundary = 'before' | 'after' | 'checkpointed';
export const BOUNDARIES: readonly Boundary[] = ['before', 'after', 'checkpointed'];

/**
 * When it is hit: at a boundary of a step, inside a step (at its nth event as reported by Node: programs started, calls
 * sent or answered, signals sent), or while the API handles the request.
 */
export type Moment =
  | { readonly at: Boundary; readonly step: string }
  | {
      readonly at: 'spawn' | 'http' | 'fetch' | 'call' | 'answer' | 'signal';
      readonly step: string;
      readonly nth: number;
      /** Part of the path of a call, or the name of a signal. */
      readonly match: string;
      readonly says: string;
    }
  | { readonly at: 'request' | 'response' };

export interface FaultPoint {
  readonly kind: Kind;
  readonly victim: Victim;
  readonly moment: Moment;
  /** Outage of the API server in milliseconds. */
  readonly awayMs?: number;
}

/** The point as text, which is the name of its test. */
export function nameOf({ kind, victim, moment }: FaultPoint): string {
  const of = `kill -9 of ${victim === 'redis' ? 'redis, data wiped,' : `the ${victim}`}`;
  return `${kind}: ${of} ${whenOf(moment)}`;
}

function whenOf(moment: Moment): string {
  switch (moment.at) {
    case 'before':
      return `before ${moment.step}`;
    case 'after':
      return `after ${moment.step}`;
    case 'checkpointed':
      return `once ${moment.step} is checkpointed`;
    case 'request':
      return 'as the API receives the request';
    case 'response':
      return 'once the API has responded';
    default:
      return `inside ${moment.step}, ${moment.says}`;
  }
}

export const at = (kind: Kind, victim: Victim, step: string, ...boundaries: Boundary[]): FaultPoint[] =>
  boundaries.map((boundary) => ({ kind, victim, moment: { at: boundary, step } }));

/** Every boundary of every step of an operation kind. */
const everyBoundary = (kind: Kind, victim: Victim): FaultPoint[] =>
  STEPS[kind].flatMap((step) => at(kind, victim, step, ...BOUNDARIES));

interface Inside {
  readonly at: 'spawn' | 'http' | 'fetch' | 'call' | 'answer' | 'signal';
  readonly nth?: number;
  readonly match?: string;
  readonly says: string;
}

export const inside = (kind: Kind, step: string, { nth = 1, match = '', ...how }: Inside): FaultPoint => ({
  kind,
  victim: 'worker',
  moment: { step, nth, match, ...how },
});

/** The same point with another victim, while the worker continues. */
export const hitting = (victim: Victim, { kind, moment }: FaultPoint): FaultPoint => ({ kind, victim, moment });

/** The same point with the cluster's API server, which comes back after the given milliseconds. */
export const without = (awayMs: number, { kind, moment }: FaultPoint): FaultPoint => ({
  kind,
  victim: 'API server',
  moment,
  awayMs,
});

export const ENDORSE = '/protos.Endorser/ProcessProposal';
const SUBMIT = '/gateway.Gateway/Submit';

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

const WORKER: readonly FaultPoint[] = KINDS.flatMap((kind) => everyBoundary(kind, 'worker'));

const request = (kind: Kind, victim: Victim, ...moments: ('request' | 'response')[]): FaultPoint[] =>
  moments.map((moment) => ({ kind, victim, moment: { at: moment } }));

/** The kinds of node that exist at a step of an operation. */
const NODES: Readonly<Record<Kind, readonly Victim[]>> = {
  'chain.create': ['orderer', 'peer'],
  'channel.create': ['orderer', 'peer'],
  'chaincode.deploy': ['orderer', 'peer', 'chaincode server'],
  'chain.release': ['orderer', 'peer', 'chaincode server'],
};

function nodePoints(kind: Kind, victim: Victim): FaultPoint[] {
  return everyBoundary(kind, victim).filter(({ moment }) => exists(kind, victim, moment));
}

/** Nodes run from the end of `nodes` of chain.create, chaincode servers from `serve`; release stops them in `nodes`. */
function exists(kind: Kind, victim: Victim, moment: Moment): boolean {
  if (!('step' in moment)) return false;
  const steps: readonly string[] = STEPS[kind];
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
export const CI_POINTS: readonly FaultPoint[] = [...WORKER, ...SELECTION];

/** Every victim at every boundary where it exists. */
export const ALL_POINTS: readonly FaultPoint[] = [
  ...WORKER,
  ...KINDS.flatMap((kind) => [
    ...everyBoundary(kind, 'api'),
    ...everyBoundary(kind, 'redis'),
    ...NODES[kind].flatMap((victim) => nodePoints(kind, victim)),
    ...request(kind, 'api', 'request', 'response'),
    ...request(kind, 'redis', 'request'),
  ]),
];

/** The preload that stops a process at a point. */
export const KILL_AT = join(__dirname, 'kill-at.mjs');
