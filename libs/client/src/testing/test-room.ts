import fc from 'fast-check';
import { OperationId, operationRoom, type LiveEvent, type StoredPayload } from '@heddle/contracts';
import { beginSnapshot, listOf, noEntities, remove, takeSnapshot, upsert } from '../live/entities';
import { advance, newCursor, type CursorInput } from '../live/room-cursor';

interface Thing {
  id: string;
  revision: number;
}
type Message =
  | { kind: 'event'; event: LiveEvent }
  | { kind: 'acknowledged'; lastSeq: number }
  | { kind: 'snapshot'; things: readonly Thing[]; ticket: number };

export type Command =
  | { do: 'write'; id: string }
  | { do: 'remove'; id: string }
  | { do: 'deliver' | 'lose' | 'repeat'; pick: number }
  | { do: 'probe' | 'disconnect' | 'connect' };

const pick = fc.nat({ max: 50 });
const id = fc.constantFrom('a', 'b', 'c');
export const command: fc.Arbitrary<Command> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ do: fc.constant('write' as const), id }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('remove' as const), id }) },
  { weight: 8, arbitrary: fc.record({ do: fc.constant('deliver' as const), pick }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('lose' as const), pick }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('repeat' as const), pick }) },
  { weight: 1, arbitrary: fc.constant({ do: 'probe' as const }) },
  { weight: 1, arbitrary: fc.constant({ do: 'disconnect' as const }) },
  { weight: 2, arbitrary: fc.constant({ do: 'connect' as const }) },
);

/** A server with one room, a client that follows it, and a network between them that loses, repeats and reorders. */
export class TestRoom {
  readonly #room = operationRoom(OperationId.parse('00000000-0000-4000-8000-000000000001'));
  readonly #log: LiveEvent[] = [];
  readonly #server = new Map<string, number>();
  #revision = 0;
  #network: Message[] = [];
  #connected = false;
  #cursor = newCursor;
  #client = noEntities<Thing>();
  #ticket = 0;

  run(command: Command): void {
    switch (command.do) {
      case 'write':
        this.#revision += 1;
        this.#server.set(command.id, this.#revision);
        this.#publish({ topic: 'removed', entity: 'node', id: `+${command.id}`, revision: this.#revision });
        return;
      case 'remove':
        this.#revision += 1;
        if (this.#server.delete(command.id)) {
          this.#publish({ topic: 'removed', entity: 'node', id: `-${command.id}`, revision: this.#revision });
        }
        return;
      case 'deliver':
      case 'lose':
      case 'repeat':
        this.#disturb(command);
        return;
      case 'probe':
        this.#input({ type: 'probe' });
        return;
      case 'disconnect':
        this.#disconnect();
        return;
      case 'connect':
        this.#connect();
        return;
    }
  }

  /** The network becomes well again: a reconnect, everything delivered in order, a probe. */
  settle(): void {
    this.#disconnect();
    this.#connect();
    for (let round = 0; round < 6; round += 1) {
      while (this.#network.length > 0) this.#deliver(0);
      this.#input({ type: 'probe' });
    }
    while (this.#network.length > 0) this.#deliver(0);
  }

  serverHolds(): Thing[] {
    return [...this.#server].map(([key, revision]) => ({ id: key, revision })).sort(byId);
  }

  clientHolds(): Thing[] {
    return listOf(this.#client).sort(byId);
  }

  #publish(payload: StoredPayload): void {
    const event = { room: this.#room, seq: this.#log.length + 1, at: '', payload };
    this.#log.push(event);
    if (this.#connected) this.#network.push({ kind: 'event', event });
  }

  #disturb({ do: what, pick: position }: Extract<Command, { pick: number }>): void {
    if (this.#network.length === 0) return;
    const index = position % this.#network.length;
    const message = this.#network[index];
    // A REST answer either comes once or fails; the store then says so. Only socket messages get lost or doubled.
    if (what === 'lose' && message?.kind === 'event') this.#network.splice(index, 1);
    else if (what === 'repeat' && message?.kind === 'event') this.#network.push(message);
    else if (what === 'deliver') this.#deliver(index);
  }

  #deliver(index: number): void {
    const [message] = this.#network.splice(index, 1);
    if (message === undefined) return;
    if (message.kind === 'event') this.#input({ type: 'event', event: message.event });
    else if (message.kind === 'acknowledged') this.#input({ type: 'acknowledged', lastSeq: message.lastSeq });
    else this.#loaded(message.things, message.ticket);
  }

  #loaded(things: readonly Thing[], ticket: number): void {
    if (ticket !== this.#ticket) return;
    this.#client = takeSnapshot(this.#client, things);
    this.#input({ type: 'loaded' });
  }

  #connect(): void {
    if (this.#connected) return;
    this.#connected = true;
    this.#subscribe(this.#cursor.last < 0 ? undefined : this.#cursor.last);
  }

  #disconnect(): void {
    this.#connected = false;
    this.#network = this.#network.filter(({ kind }) => kind === 'snapshot');
    this.#input({ type: 'disconnected' });
  }

  #subscribe(since: number | undefined): void {
    if (!this.#connected) return;
    this.#network.push({ kind: 'acknowledged', lastSeq: this.#log.length });
    const replay = since === undefined ? [] : this.#log.slice(since);
    for (const event of replay) this.#network.push({ kind: 'event', event });
  }

  #input(input: CursorInput): void {
    const { cursor, effects } = advance(this.#cursor, input);
    this.#cursor = cursor;
    for (const effect of effects) {
      if (effect.type === 'apply') this.#apply(effect.event.payload);
      else if (effect.type === 'catchUp') this.#subscribe(effect.since);
      else this.#snapshot();
    }
  }

  #snapshot(): void {
    this.#ticket += 1;
    this.#client = beginSnapshot(this.#client);
    this.#network.push({ kind: 'snapshot', things: this.serverHolds(), ticket: this.#ticket });
  }

  #apply(payload: StoredPayload): void {
    if (payload.topic !== 'removed') return;
    const thing = { id: payload.id.slice(1), revision: payload.revision };
    this.#client = payload.id.startsWith('+') ? upsert(this.#client, thing) : remove(this.#client, thing);
  }
}

function byId(a: Thing, b: Thing): number {
  return a.id.localeCompare(b.id);
}
