import { randomUUID } from 'node:crypto';
import type { ChainId } from '@heddle/contracts';
import type { Database } from '../../database';
import type { Connections } from '../databases';

/** The contract of a room's events. */
export function describeLiveFeed(connections: () => Connections): void {
  let database: Database;
  let other: Database;
  beforeAll(() => {
    ({ database, other } = connections());
  });

  describe('the live feed', () => {
    const removed = (id: string) => ({ topic: 'removed', entity: 'node', id, revision: 1 }) as const;

    it('numbers the events of a room without gaps or duplicates, with concurrent writers', async () => {
      const room = `chain:${randomUUID()}` as `chain:${ChainId}`;
      await Promise.all(
        Array.from({ length: 30 }, (_none, index) =>
          (index % 2 === 0 ? database : other)
            .transaction(async (store) => {
              await store.live.append(room, [() => removed(String(index)), () => removed(String(index))]);
              if (index % 5 === 0) throw new Error('rolled back');
            })
            .catch((error: unknown) => {
              if (!(error instanceof Error) || error.message !== 'rolled back') throw error;
            }),
        ),
      );
      const { events, lastSeq } = await database.store.live.read(room, 0, 100);
      expect(events.map(({ seq }) => seq)).toEqual(Array.from({ length: 48 }, (_none, index) => index + 1));
      expect(lastSeq).toBe(48);
    });

    it('keeps the newest events and reports where the history starts', async () => {
      const room = `chain:${randomUUID()}` as `chain:${ChainId}`;
      const payloads = Array.from({ length: 10 }, (_none, index) => () => removed(String(index)));
      await database.transaction((store) => store.live.append(room, payloads));
      expect(await database.store.live.longRooms(4)).toContain(room);
      await database.transaction((store) => store.live.trim(room, 4));
      const history = await database.store.live.read(room, 0, 100);
      expect(history).toMatchObject({ firstSeq: 7, lastSeq: 10 });
      expect(history.events.map(({ seq }) => seq)).toEqual([7, 8, 9, 10]);
    });
  });
}
