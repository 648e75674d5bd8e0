import { DEFAULT_BACKOFF } from './backoff';
import { nextTry } from './next-try';
import type { SupervisionRecord } from './supervision-record';

const NEW: SupervisionRecord = { restarts: 0, failures: 0, death: null };

describe('a node that dies right after each start', () => {
  it('is restarted with increasing delay', () => {
    let record = NEW;
    let now = 1_000_000;
    const waits: number[] = [];
    for (let generation = 1; generation <= 10; generation += 1) {
      const startedAt = now;
      const diedAt = startedAt + 50;
      const seen = nextTry({ record, generation, startedAt, now: diedAt }, DEFAULT_BACKOFF);
      const again = nextTry({ record: seen.waiting, generation, startedAt, now: seen.retryAt }, DEFAULT_BACKOFF);
      expect(again.retryAt).toBe(seen.retryAt);
      waits.push(again.retryAt - diedAt);
      record = again.restarted;
      now = again.retryAt;
    }
    expect(waits).toEqual([0, 1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000, 60_000]);
    expect(record.restarts).toBe(10);
  });
});

it('a node that dies after a healthy run is restarted at once', () => {
  const record = { restarts: 4, failures: 4, death: { generation: 4, at: 10 } };
  const dead = { record, generation: 5, startedAt: 1_000, now: 1_000 + DEFAULT_BACKOFF.healthyMs };
  const { retryAt, restarted } = nextTry(dead, DEFAULT_BACKOFF);
  expect(retryAt).toBe(dead.now);
  expect(restarted).toMatchObject({ restarts: 5, failures: 1 });
});
