import { OPERATION_STEPS } from '@heddle/contracts';
import { CHANGES, type ChangeKind, type Kind } from './kinds';
import { isSupervised, nameOf, repeatedStep, type Boundary, type FaultPoint, type Moment } from './points';

/** The faults of one operation, in the order in which it comes to them; none for an undisturbed one. */
export type Run = readonly FaultPoint[];

/** A change of a chain. */
export interface Change {
  readonly kind: ChangeKind;
  readonly run: Run;
}

/** One chain from creation to release. */
export interface Life {
  readonly create: Run;
  readonly channels: readonly Run[];
  readonly deploys: readonly Run[];
  /** In this order, with those that the others need. */
  readonly changes: readonly Change[];
  readonly release: Run;
}

/** The name of a test. */
export const titleOf = (kind: Kind, run: Run): string =>
  `${kind}: ${run.length === 0 ? 'undisturbed' : run.map(nameOf).join(', ')}`;

/** The maximum number of channels of a chain, and of chaincodes on the first of them. */
const PER_CHAIN = 2;

/** Distributes points over as few operations and chains as possible. */
export function livesOf(points: readonly FaultPoint[]): Life[] {
  const runs = (kind: Kind): Run[] => runsOf(points.filter((point) => point.kind === kind));
  const creates = runs('chain.create');
  const channels = runs('channel.create');
  const deploys = runs('chaincode.deploy');
  const releases = runs('chain.release');
  const count = Math.max(
    creates.length,
    releases.length,
    Math.ceil(channels.length / PER_CHAIN),
    Math.ceil(deploys.length / PER_CHAIN),
    ...CHANGES.map((kind) => runs(kind).length),
  );
  return Array.from({ length: count }, (_, index) => {
    const share = (all: readonly Run[]): Run[] => {
      const own = all.filter((_run, position) => position % count === index);
      return own.length === 0 ? [[]] : own;
    };
    return {
      create: creates[index] ?? [],
      channels: share(channels),
      deploys: share(deploys),
      changes: changesOf((kind) => runs(kind)[index] ?? []),
      release: releases[index] ?? [],
    };
  });
}

/** Nodes are added first, because a chain keeps its last peer and its last orderer; what is started was stopped. */
function changesOf(runOf: (kind: ChangeKind) => Run): Change[] {
  const changes = CHANGES.map((kind) => ({ kind, run: runOf(kind) }));
  const hit = changes.filter(({ run }) => run.length > 0).map(({ kind }) => kind);
  const needed = new Set(hit.flatMap((kind): ChangeKind[] => [kind, ...(NEEDS[kind] ?? [])]));
  return changes.filter(({ kind }) => needed.has(kind));
}

const TWO_NODES = ['peer.add', 'orderer.add'] as const;

/** What a chain goes through as well, before a change or after it. */
const NEEDS: Readonly<Partial<Record<ChangeKind, readonly ChangeKind[]>>> = {
  'node.stop': ['peer.add', 'node.start'],
  'node.start': ['peer.add', 'node.stop'],
  'peer.recreate': TWO_NODES,
  'orderer.recreate': TWO_NODES,
  'peer.remove': TWO_NODES,
  'orderer.remove': TWO_NODES,
  'chain.stop': ['chain.start'],
  'chain.start': ['chain.stop'],
  'chaincode.stop': ['chaincode.start'],
  'chaincode.start': ['chaincode.stop'],
};

/** An operation takes one point for each of its steps, all with the same victim; one point where that is a node. */
export function runsOf(points: readonly FaultPoint[]): Run[] {
  const runs: FaultPoint[][] = [];
  const byPhase = points.toSorted((one, other) => phaseIndexOf(one.moment) - phaseIndexOf(other.moment));
  for (const point of byPhase) {
    const free = runs.find((run) => fits(point, run));
    if (free === undefined) runs.push([point]);
    else free.push(point);
  }
  return runs.map((run) => run.sort((one, other) => placeOf(one) - placeOf(other)));
}

function fits(point: FaultPoint, run: Run): boolean {
  if (!isSupervised(point) || run.some(({ victim }) => victim !== point.victim)) return false;
  return run.every((other) => slotOf(other) !== slotOf(point));
}

/** What a death takes of an operation: an attempt of a step, or a moment without a step. */
function slotOf(point: FaultPoint): string {
  const { at } = point.moment;
  return repeatedStep(point) ?? at;
}

/** Points in the order of time. */
function placeOf({ kind, moment }: FaultPoint): number {
  if (!('step' in moment)) return moment.at === 'request' ? -2 : -1;
  const steps: readonly string[] = OPERATION_STEPS[kind];
  return steps.indexOf(moment.step) * ORDER.length + phaseIndexOf(moment);
}

const ORDER: readonly (Boundary | 'inside')[] = ['before', 'inside', 'after', 'checkpointed'];

function phaseIndexOf({ at }: Moment): number {
  return ORDER.indexOf(at === 'before' || at === 'after' || at === 'checkpointed' ? at : 'inside');
}
