/** An entity as it travels: whole, with a revision that rises with each change. */
export interface Revisioned {
  id: string;
  revision: number;
}

interface Entry<Entity> {
  /** Null is a tombstone: it keeps its revision, so that a late answer cannot bring the entity back. */
  entity: Entity | null;
  revision: number;
  /** Snapshot round in which this entry was last confirmed. */
  round: number;
}

/** Entities by id, in order of arrival; replaced only by greater revisions. */
export interface Entities<Entity extends Revisioned> {
  entries: ReadonlyMap<string, Entry<Entity>>;
  round: number;
}

export function noEntities<Entity extends Revisioned>(): Entities<Entity> {
  return { entries: new Map<string, Entry<Entity>>(), round: 0 };
}

export function upsert<Entity extends Revisioned>(state: Entities<Entity>, entity: Entity): Entities<Entity> {
  const known = state.entries.get(entity.id);
  if (known !== undefined && known.revision >= entity.revision) {
    return known.entity === null ? state : put(state, entity.id, { ...known, round: state.round });
  }
  return put(state, entity.id, { entity, revision: entity.revision, round: state.round });
}

export function remove<Entity extends Revisioned>(
  state: Entities<Entity>,
  { id, revision }: Revisioned,
): Entities<Entity> {
  const known = state.entries.get(id);
  if (known !== undefined && known.revision > revision) return state;
  return put(state, id, { entity: null, revision, round: state.round });
}

/** Call before a snapshot is asked for: what is learnt from then on outlives that snapshot. */
export function beginSnapshot<Entity extends Revisioned>(state: Entities<Entity>): Entities<Entity> {
  return { ...state, round: state.round + 1 };
}

/** Takes a whole snapshot over; what it does not hold and nothing newer confirmed is gone. */
export function takeSnapshot<Entity extends Revisioned>(
  state: Entities<Entity>,
  snapshot: readonly Entity[],
): Entities<Entity> {
  const merged = snapshot.reduce(upsert, state);
  const kept = [...merged.entries].filter(([, entry]) => entry.entity === null || entry.round === state.round);
  return { ...merged, entries: new Map(kept) };
}

export function listOf<Entity extends Revisioned>(state: Entities<Entity>): Entity[] {
  return [...state.entries.values()].flatMap(({ entity }) => (entity === null ? [] : [entity]));
}

export function entityOf<Entity extends Revisioned>(state: Entities<Entity>, id: string): Entity | null {
  return state.entries.get(id)?.entity ?? null;
}

function put<Entity extends Revisioned>(state: Entities<Entity>, id: string, entry: Entry<Entity>): Entities<Entity> {
  return { ...state, entries: new Map(state.entries).set(id, entry) };
}
