import { beginSnapshot, entityOf, listOf, noEntities, remove, takeSnapshot, upsert } from './entities';

interface Thing {
  id: string;
  revision: number;
}
const thing = (id: string, revision: number): Thing => ({ id, revision });
const none = noEntities<Thing>();

describe('entities', () => {
  it('are replaced only by greater revisions', () => {
    const state = upsert(upsert(none, thing('a', 2)), thing('a', 1));
    expect(entityOf(state, 'a')).toEqual(thing('a', 2));
  });

  it('are not brought back by an answer older than their removal', () => {
    const state = upsert(remove(upsert(none, thing('a', 1)), thing('a', 3)), thing('a', 2));
    expect(listOf(state)).toEqual([]);
  });

  it('are not removed by a removal older than what is held', () => {
    expect(listOf(remove(upsert(none, thing('a', 3)), thing('a', 2)))).toEqual([thing('a', 3)]);
  });

  it('leave with a snapshot that does not hold them', () => {
    const state = takeSnapshot(beginSnapshot(upsert(none, thing('a', 1))), [thing('b', 1)]);
    expect(listOf(state)).toEqual([thing('b', 1)]);
  });

  it('stay through a snapshot when they were learnt after it was asked for', () => {
    const state = takeSnapshot(upsert(beginSnapshot(none), thing('new', 1)), []);
    expect(listOf(state)).toEqual([thing('new', 1)]);
  });

  it('keep the newer state when a snapshot is older', () => {
    const state = takeSnapshot(upsert(beginSnapshot(none), thing('a', 5)), [thing('a', 4)]);
    expect(listOf(state)).toEqual([thing('a', 5)]);
  });
});
