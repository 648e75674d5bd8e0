import { OPERATION_STEPS } from '@heddle/contracts';
import type { Kind } from './kinds';

/** The process that `kill -9` hits. The API server is the cluster's, and comes back after a while. */
export type Victim = 'worker' | 'api' | 'redis' | 'orderer' | 'peer' | 'chaincode server' | 'API server';

export type Boundary = 'before' | 'after' | 'checkpointed';
export const BOUNDARIES: readonly Boundary[] = ['before', 'after', 'checkpointed'];

/**
 * What happens inside a step: a program starts, a request or a call is answered or sent, a signal is sent, a file is
 * renamed or deleted, a statement is sent to the database.
 */
export type Event = 'spawn' | 'http' | 'call' | 'answer' | 'signal' | 'file' | 'statement';

/** When it is hit: at a boundary of a step, inside a step at its nth event, or while the API handles the request. */
export type Moment =
  | { readonly at: Boundary; readonly step: string }
  | {
      readonly at: Event;
      readonly step: string;
      readonly nth: number;
      /** Part of the path of a request, a call or a file, of a statement, or the name of a signal. */
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

/** Programs of the instance, which are restarted when they end. */
export const isSupervised = ({ victim }: FaultPoint): boolean => ['worker', 'api', 'redis'].includes(victim);

/** The point as text, which is part of the name of its test. */
export function nameOf({ victim, moment }: FaultPoint): string {
  const of = `kill -9 of ${victim === 'redis' ? 'redis, data wiped,' : `the ${victim}`}`;
  return `${of} ${whenOf(moment)}`;
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

/** The given boundaries of every step of an operation kind, by default all of them. */
export const everyStep = (kind: Kind, victim: Victim, ...boundaries: Boundary[]): FaultPoint[] =>
  OPERATION_STEPS[kind].flatMap((step) => at(kind, victim, step, ...boundaries));

export interface Inside {
  readonly at: Event;
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

/**
 * The step that the death of the worker at this point repeats; null where no step runs then. The checkpoint of a step
 * starts the next one.
 */
export function repeatedStep({ kind, moment }: FaultPoint): string | null {
  if (!('step' in moment)) return null;
  if (moment.at !== 'checkpointed') return moment.step;
  const steps: readonly string[] = OPERATION_STEPS[kind];
  return steps[steps.indexOf(moment.step) + 1] ?? null;
}

/** Paths of calls to nodes. */
export const ENDORSE = '/protos.Endorser/ProcessProposal';
export const SUBMIT = '/gateway.Gateway/Submit';
export const BROADCAST = '/orderer.AtomicBroadcast/Broadcast';

/** Whether the API stops, in a request of its own. */
export const isInApi = ({ at }: Moment): boolean => at === 'request' || at === 'response';

/** Whether the process that reaches the point is its victim. */
export const killsItself = ({ victim, moment }: FaultPoint): boolean => victim === (isInApi(moment) ? 'api' : 'worker');

/** The preload that stops a process at a point. */
export const KILL_AT = require.resolve('./kill-at.ts');
