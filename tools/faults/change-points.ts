import { OPERATION_STEPS, type OperationStepName } from '@heddle/contracts';
import { CHANGES, type ChangeKind } from './kinds';
import { BROADCAST, ENDORSE, everyStep, inside, type FaultPoint, type Inside } from './points';

const RESERVED: Inside = {
  at: 'statement',
  match: 'INSERT INTO "identities"',
  says: 'with its ports leased and its certificates not stored',
};
const MARKED: Inside = { at: 'statement', match: 'UPDATE "channel_nodes"', says: 'with its channels not informed' };
const STARTED: Inside = { at: 'spawn', says: 'as its process starts' };
const PROBED: Inside = { at: 'http', says: 'with a probe answered' };
const ENDED: Inside = { at: 'signal', match: 'SIGTERM', says: 'as its process is ended' };
const JOINED: Inside = { at: 'answer', match: ENDORSE, nth: 2, says: 'with the channel joined' };
const INSTALLED: Inside = { at: 'answer', match: ENDORSE, nth: 2, says: 'with the package installed' };
const UPDATED: Inside = { at: 'answer', match: BROADCAST, says: 'with the config update taken' };
const WRITTEN: Inside = { at: 'file', match: '/connection-profiles/', says: 'as a file is written' };
const ASKED: Inside = { at: 'http', says: 'with an orderer asked' };
const SECOND_STARTED: Inside = { at: 'spawn', nth: 2, says: 'as the second process starts' };

/** Where each step is hit while it runs, on processes. A new operation or step does not compile without its row. */
const INSIDE_CHANGES: {
  readonly [Kind in Exclude<ChangeKind, 'node.resize'>]: Readonly<Record<OperationStepName<Kind>, Inside>>;
} = {
  'peer.add': {
    plan: RESERVED,
    start: STARTED,
    ready: PROBED,
    join: JOINED,
    install: INSTALLED,
    profiles: WRITTEN,
  },
  'orderer.add': {
    plan: RESERVED,
    start: STARTED,
    ready: PROBED,
    consent: UPDATED,
    endpoints: UPDATED,
    profiles: WRITTEN,
  },
  'node.stop': { stop: ENDED },
  'node.start': {
    start: STARTED,
    ready: PROBED,
    level: { at: 'answer', match: ENDORSE, says: 'with the height of another peer known' },
  },
  'node.restart': { restart: STARTED, ready: PROBED },
  'peer.recreate': {
    leave: MARKED,
    clear: ENDED,
    start: STARTED,
    ready: PROBED,
    join: JOINED,
    install: INSTALLED,
  },
  'orderer.recreate': {
    check: ASKED,
    endpoints: UPDATED,
    resign: UPDATED,
    clear: ENDED,
    start: STARTED,
    ready: PROBED,
    consent: UPDATED,
    publish: UPDATED,
  },
  'chain.restart': { check: ASKED, restart: SECOND_STARTED },
  'peer.remove': { leave: MARKED, anchors: UPDATED, remove: ENDED },
  'orderer.remove': { check: ASKED, leave: MARKED, endpoints: UPDATED, consent: UPDATED, remove: ENDED },
  'chain.stop': { stop: ENDED },
  'chain.start': { start: SECOND_STARTED, ready: PROBED },
  'chaincode.stop': { stop: ENDED },
  'chaincode.start': { start: STARTED, check: { at: 'call', match: ENDORSE, says: 'as a peer is asked to endorse' } },
  'chaincode.remove': {
    servers: ENDED,
    packages: { at: 'file', match: '/artifacts/', says: 'as the packages are deleted' },
    forget: { at: 'statement', match: 'DELETE FROM "chaincodes"', says: 'with its rows not deleted' },
  },
};

/** Operations on a cluster only: processes share the resources of their machine. */
export const CLUSTER_ONLY: readonly ChangeKind[] = ['node.resize'];

const LOCAL_CHANGES = CHANGES.filter((kind) => !CLUSTER_ONLY.includes(kind));

function insideOf(kind: ChangeKind): FaultPoint[] {
  const rows: Readonly<Partial<Record<string, Readonly<Record<string, Inside>>>>> = INSIDE_CHANGES;
  return OPERATION_STEPS[kind].flatMap((step) => {
    const row = rows[kind]?.[step];
    return row === undefined ? [] : [inside(kind, step, row)];
  });
}

/** The worker before each step, in the middle of it, and with its work done and not recorded. */
export const CHANGE_POINTS: readonly FaultPoint[] = LOCAL_CHANGES.flatMap((kind) => [
  ...everyStep(kind, 'worker', 'before'),
  ...insideOf(kind),
  ...everyStep(kind, 'worker', 'after'),
]);

/** Every boundary, too. */
export const ALL_CHANGE_POINTS: readonly FaultPoint[] = [
  ...CHANGE_POINTS,
  ...LOCAL_CHANGES.flatMap((kind) => everyStep(kind, 'worker', 'checkpointed')),
];
