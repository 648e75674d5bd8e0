import { assertNever, type LiveEvent } from '@heddle/contracts';

/**
 * Where a client is in one room's sequence. Socket.IO delivers at most once, so loss, repetition and disorder are
 * ordinary inputs here:
 * - `joining`: no acknowledgement yet; events are held back.
 * - `loading`: a snapshot is under way that contains everything up to `last`; events are held back.
 * - `current`: the state contains everything up to `last`.
 */
export interface RoomCursor {
  phase: 'joining' | 'loading' | 'current';
  /** Sequence up to which the state is (or, while loading, will be) complete; -1 before the first acknowledgement. */
  last: number;
  /** Highest sequence that the server is known to have reached. */
  target: number;
  held: ReadonlyMap<number, LiveEvent>;
  /** Probes in a row that brought nothing although something is missing. */
  fruitless: number;
}

export type CursorInput =
  | { type: 'acknowledged'; lastSeq: number }
  | { type: 'loaded'; asOfSeq?: number }
  | { type: 'event'; event: LiveEvent }
  | { type: 'gap'; firstSeq: number }
  | { type: 'probe' }
  | { type: 'disconnected' };

export type CursorEffect =
  { type: 'apply'; event: LiveEvent } | { type: 'catchUp'; since: number } | { type: 'snapshot' };

export interface CursorStep {
  cursor: RoomCursor;
  effects: CursorEffect[];
}

/** After this many probes without progress the missing events are given up for a new snapshot. */
const MAX_FRUITLESS_PROBES = 2;

export const newCursor: RoomCursor = { phase: 'joining', last: -1, target: -1, held: new Map(), fruitless: 0 };

/** Pure: the next position and what has to be done to get there. */
export function advance(cursor: RoomCursor, input: CursorInput): CursorStep {
  switch (input.type) {
    case 'acknowledged':
      return acknowledged(cursor, input.lastSeq);
    case 'loaded':
      return loaded(cursor, input.asOfSeq);
    case 'event':
      return received(cursor, input.event);
    case 'gap':
      return input.firstSeq > cursor.last + 1 && cursor.last >= 0 ? reload(cursor, input.firstSeq - 1) : idle(cursor);
    case 'probe':
      return probed(cursor);
    case 'disconnected':
      return idle({ ...cursor, phase: 'joining', last: cursor.phase === 'loading' ? -1 : cursor.last });
    default:
      return assertNever(input);
  }
}

function idle(cursor: RoomCursor): CursorStep {
  return { cursor, effects: [] };
}

function acknowledged(cursor: RoomCursor, lastSeq: number): CursorStep {
  const target = Math.max(cursor.target, lastSeq);
  if (cursor.phase !== 'joining') return idle({ ...cursor, target });
  // A first join, or a server whose sequence restarted: only a snapshot has the present state.
  if (cursor.last < 0 || lastSeq < cursor.last) return reload({ ...cursor, target: lastSeq }, lastSeq);
  return drain({ ...cursor, phase: 'current', target }, []);
}

function reload(cursor: RoomCursor, last: number): CursorStep {
  return { cursor: { ...cursor, phase: 'loading', last, fruitless: 0 }, effects: [{ type: 'snapshot' }] };
}

function loaded(cursor: RoomCursor, asOfSeq = cursor.last): CursorStep {
  if (cursor.phase !== 'loading') return idle(cursor);
  return drain({ ...cursor, phase: 'current', last: Math.max(cursor.last, asOfSeq) }, []);
}

function received(cursor: RoomCursor, event: LiveEvent): CursorStep {
  if (cursor.phase === 'current' && event.seq <= cursor.last) return idle(cursor);
  const alreadyBehind = cursor.held.size > 0;
  const held = new Map(cursor.held).set(event.seq, event);
  const target = Math.max(cursor.target, event.seq);
  if (cursor.phase !== 'current') return idle({ ...cursor, held, target });
  const step = drain({ ...cursor, held, target }, []);
  const behind = step.cursor.held.size > 0;
  // One request per hole: those that arrive while it is being filled wait for the same answer.
  return behind && !alreadyBehind ? withCatchUp(step) : step;
}

/** Applies what is held and follows on without a hole. */
function drain(cursor: RoomCursor, effects: CursorEffect[]): CursorStep {
  const held = new Map([...cursor.held].filter(([seq]) => seq > cursor.last));
  let last = cursor.last;
  for (let next = held.get(last + 1); next !== undefined; next = held.get(last + 1)) {
    effects.push({ type: 'apply', event: next });
    held.delete(next.seq);
    last = next.seq;
  }
  return { cursor: { ...cursor, last, held, fruitless: last > cursor.last ? 0 : cursor.fruitless }, effects };
}

function withCatchUp(step: CursorStep): CursorStep {
  return { ...step, effects: [...step.effects, { type: 'catchUp', since: step.cursor.last }] };
}

function probed(cursor: RoomCursor): CursorStep {
  if (cursor.phase !== 'current') return idle(cursor);
  const behind = cursor.held.size > 0 || cursor.target > cursor.last;
  if (behind && cursor.fruitless >= MAX_FRUITLESS_PROBES) return reload(cursor, cursor.target);
  return withCatchUp(idle({ ...cursor, fruitless: behind ? cursor.fruitless + 1 : 0 }));
}
