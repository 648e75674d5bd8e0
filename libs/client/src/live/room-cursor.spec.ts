import fc from 'fast-check';
import { OperationId, operationRoom, type LiveEvent } from '@heddle/contracts';
import { advance, newCursor, type CursorInput, type RoomCursor } from './room-cursor';
import { TestRoom, command } from '../testing/test-room';

const room = operationRoom(OperationId.parse('00000000-0000-4000-8000-000000000001'));

function event(seq: number): LiveEvent {
  const payload = { topic: 'removed', entity: 'node', id: String(seq), revision: seq } as const;
  return { room, seq, at: '2026-01-01T00:00:00.000Z', payload };
}

function after(...inputs: CursorInput[]): { cursor: RoomCursor; said: string[] } {
  const said: string[] = [];
  const cursor = inputs.reduce((position, input) => {
    const step = advance(position, input);
    for (const effect of step.effects) {
      said.push(effect.type === 'apply' ? `apply ${String(effect.event.seq)}` : effect.type);
    }
    return step.cursor;
  }, newCursor);
  return { cursor, said };
}

const joinedAt = (lastSeq: number): CursorInput[] => [{ type: 'acknowledged', lastSeq }, { type: 'loaded' }];
const arrives = (seq: number): CursorInput => ({ type: 'event', event: event(seq) });

describe('advance', () => {
  it('asks for a snapshot once the room was joined, and applies what came meanwhile', () => {
    const { said } = after(arrives(4), { type: 'acknowledged', lastSeq: 3 }, arrives(5), { type: 'loaded' });
    expect(said).toEqual(['snapshot', 'apply 4', 'apply 5']);
  });

  it('drops what the snapshot already holds', () => {
    const { said } = after({ type: 'acknowledged', lastSeq: 3 }, arrives(4), arrives(5), {
      type: 'loaded',
      asOfSeq: 4,
    });
    expect(said).toEqual(['snapshot', 'apply 5']);
  });

  it('drops doubles', () => {
    expect(after(...joinedAt(1), arrives(2), arrives(2), arrives(1)).said).toEqual(['snapshot', 'apply 2']);
  });

  it('holds what comes too early and asks once for what is missing', () => {
    const { said } = after(...joinedAt(1), arrives(3), arrives(4), arrives(2));
    expect(said).toEqual(['snapshot', 'catchUp', 'apply 2', 'apply 3', 'apply 4']);
  });

  it('takes a new snapshot when history was cut', () => {
    const { said } = after(...joinedAt(1), { type: 'gap', firstSeq: 9 }, arrives(9), { type: 'loaded' });
    expect(said).toEqual(['snapshot', 'snapshot', 'apply 9']);
  });

  it('goes on from where it was after a reconnect', () => {
    const { said, cursor } = after(
      ...joinedAt(1),
      arrives(2),
      { type: 'disconnected' },
      { type: 'acknowledged', lastSeq: 4 },
      arrives(3),
      arrives(4),
    );
    expect(said).toEqual(['snapshot', 'apply 2', 'apply 3', 'apply 4']);
    expect(cursor.last).toBe(4);
  });

  it('starts over when the server knows less than the client', () => {
    const { said } = after(...joinedAt(7), { type: 'disconnected' }, { type: 'acknowledged', lastSeq: 0 });
    expect(said).toEqual(['snapshot', 'snapshot']);
  });

  it('gives up on events that no probe brings, for a snapshot', () => {
    const probes = Array.from({ length: 3 }, (): CursorInput => ({ type: 'probe' }));
    const { said } = after(...joinedAt(1), { type: 'acknowledged', lastSeq: 2 }, ...probes);
    expect(said).toEqual(['snapshot', 'catchUp', 'catchUp', 'snapshot']);
  });

  it('converges to what the server holds through shuffles, doubles, losses and reconnects', () => {
    fc.assert(
      fc.property(fc.array(command, { maxLength: 150, size: 'max' }), (commands) => {
        const world = new TestRoom();
        for (const one of commands) world.run(one);
        world.settle();
        expect(world.clientHolds()).toEqual(world.serverHolds());
      }),
      { seed: 20261123, numRuns: 1_000 },
    );
  });
});
