import { type OperationId, type OperationState, UNFINISHED_STATES } from '@heddle/contracts';
import { InvalidStateError, OperationEntity } from '@heddle/data';
import { sqliteDatabases, type TestDatabases, TestRedis } from '@heddle/testing';
import fc from 'fast-check';
import { RunInterrupted } from './abort-reasons';
import { step, type StepContext } from './define-operation';
import { OperationRun, type RunOutcome } from './operation-run';
import { takeOperation } from './take-operation';
import { Harness, quiet } from './testing/harness';
import { chainStart, handlersWith } from './testing/worker-handlers';

jest.setTimeout(120_000);

const NAMES = ['one', 'two', 'three'];
const EVENTS = ['ok', 'fail', 'die', 'freeze', 'cancel'] as const;
/** What happens while a step or its undo runs. `freeze`: another worker takes over and finishes it. */
type Happening = (typeof EVENTS)[number];
type Action = { do: 'run'; happens: Happening[] } | { do: 'cancel' } | { do: 'retry' } | { do: 'rollback' };

const action: fc.Arbitrary<Action> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('run' as const),
      happens: fc.array(fc.constantFrom(...EVENTS), { maxLength: 4 }),
    }),
  },
  fc.record({ do: fc.constantFrom('cancel' as const, 'retry' as const, 'rollback' as const) }),
);

/** One operation and the workers that take it in turn. */
class Story {
  #workers = 0;
  /** Steps that run now, by worker. */
  readonly #active = new Set<string>();

  constructor(
    private readonly harness: Harness,
    readonly id: OperationId,
  ) {}

  async perform(next: Action): Promise<void> {
    try {
      if (next.do === 'run') await this.run([...next.happens]);
      else await this.harness[next.do](this.id);
    } catch (error) {
      if (!(error instanceof InvalidStateError)) throw error;
    }
  }

  /** A worker takes the operation and continues it; null if it may not take it. */
  async run(happens: Happening[]): Promise<RunOutcome | null> {
    const { database, live } = this.harness;
    this.#workers += 1;
    const owner = `w${String(this.#workers)}`;
    let running: OperationRun<object> | null = null;
    const work = ({ report }: Pick<StepContext<object, object>, 'report'>): Promise<void> => {
      report.progress(1, 2, 'half of it');
      return this.#happen(owner, happens.shift() ?? 'ok', () => running);
    };
    const steps = NAMES.map((name) => step<{ chainId: never }, object>(name, { weight: 1 }, work, work));
    const handlers = handlersWith(chainStart<object>({ steps: steps as never }));
    const mayRisk = (): boolean => true;
    const options = { database, live, handlers, services: {}, owner, leaseMs: 60_000, mayRisk };
    const taken = await takeOperation(options, this.id);
    if (taken.outcome !== 'taken') return null;
    const { journal, handler } = taken;
    running = new OperationRun({ database, journal, handler, services: {}, log: quiet });
    const outcome = await running.execute();
    if (outcome === 'interrupted') await this.#expire(owner);
    return outcome;
  }

  async #happen(owner: string, what: Happening, running: () => OperationRun<object> | null): Promise<void> {
    // No worker may take what another worker holds.
    this.#active.add(owner);
    expect(this.#active.size).toBe(1);
    expect(await this.#take('thief')).toBeNull();
    this.#active.delete(owner);
    if (what === 'fail') throw new Error('no');
    if (what === 'cancel') await this.perform({ do: 'cancel' });
    if (what === 'die') {
      running()?.abort(new RunInterrupted(new Error('kill -9')));
      throw new Error('kill -9');
    }
    if (what === 'freeze') {
      await this.#expire(owner);
      expect(await this.run([])).toBe('finished');
    }
  }

  #take(owner: string): Promise<OperationEntity | null> {
    return this.harness.database.transaction((store) => store.operations.take(this.id, owner, 1));
  }

  async #expire(leaseOwner: string): Promise<void> {
    await this.harness.database.transaction((store) =>
      store.manager.update(OperationEntity, { id: this.id, leaseOwner }, { leaseExpiresAt: 1 }),
    );
  }
}

describe('an operation under any sequence of crashes, freezes, failures, cancels, retries and rollbacks', () => {
  let databases: TestDatabases;
  let redis: TestRedis;
  let harness: Harness;

  beforeAll(async () => {
    [databases, redis] = await Promise.all([sqliteDatabases(), TestRedis.start()]);
    harness = await Harness.open(await databases.create(), { url: redis.url, prefix: 'p' });
  });
  afterAll(async () => {
    await harness.close();
    await databases.stop();
    await redis.stop();
  });

  const isUnfinished = (state: OperationState): boolean => (UNFINISHED_STATES as readonly string[]).includes(state);

  async function consistent(id: OperationId): Promise<OperationState> {
    const { store } = harness.database;
    const row = await store.operations.get(id);
    const states = (await store.operations.steps([id])).map(({ state }) => state);
    const events = await harness.events(id);
    const sequence = events.map(({ seq }) => seq);
    expect(sequence).toEqual(sequence.map((_seq, index) => index + 1));
    expect((await store.scopes.holder(row.scope)) === id).toBe(isUnfinished(row.state));
    expect(row.error === null).toBe(row.state !== 'failed');
    const undoing = events.findIndex(({ state }) => state === 'rolling_back');
    const progress = events.slice(0, undoing < 0 ? undefined : undoing).map((event) => event.progress);
    expect(progress).toEqual(progress.toSorted((one, other) => one - other));
    if (row.state === 'succeeded') expect(new Set(states)).toEqual(new Set(['succeeded']));
    if (row.state === 'rolled_back') expect(states.filter((s) => s !== 'pending' && s !== 'undone')).toEqual([]);
    if (!isUnfinished(row.state)) {
      expect(row.leaseOwner).toBeNull();
      expect(states).not.toContain('running');
    }
    // Succeeded steps are always a prefix of the list, so continuing from the first other step is correct.
    const done = states.filter((state) => state === 'succeeded').length;
    expect(states.slice(0, done).every((state) => state === 'succeeded')).toBe(true);
    return row.state;
  }

  it('stays consistent, has one owner, and ends', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(action, { minLength: 1, maxLength: 8 }), async (actions) => {
        const { id } = await harness.request();
        const story = new Story(harness, id);
        for (const next of actions) {
          await story.perform(next);
          await consistent(id);
        }
        await story.run([]);
        expect(isUnfinished(await consistent(id))).toBe(false);
      }),
      { seed: 20_261_123, numRuns: 120 },
    );
  });
});
