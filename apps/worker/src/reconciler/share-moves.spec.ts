import fc from 'fast-check';
import { shareMoves, shareOf, SHARES } from './share-moves';

/** Workers that share leases, as the database holds them: a share has no owner or one. */
class Fleet {
  readonly owners = new Map<number, string>();
  readonly workers = new Set<string>();

  /** One refresh of a worker; what it takes may have been taken since, which the lease decides. */
  refresh(owner: string, busy: ReadonlySet<number> = new Set()): void {
    this.workers.add(owner);
    const { release, take } = shareMoves(owner, { owners: this.owners, workers: this.workers, busy });
    for (const share of release) this.owners.delete(share);
    for (const share of take) if (!this.owners.has(share)) this.owners.set(share, owner);
  }

  /** Its leases expire. */
  end(worker: string): void {
    this.workers.delete(worker);
    for (const [share, owner] of [...this.owners]) if (owner === worker) this.owners.delete(share);
  }

  /** Every worker refreshes twice: what one gives away in the first round, another takes in the second at the latest. */
  settle(): void {
    for (let round = 0; round < 2; round += 1) for (const worker of this.workers) this.refresh(worker);
  }

  sharesOf(worker: string): number[] {
    return [...this.owners].flatMap(([share, owner]) => (owner === worker ? [share] : []));
  }
}

const NAMES = ['a', 'b', 'c', 'd', 'e'];
const events = fc.array(
  fc.record({ kind: fc.constantFrom('refresh' as const, 'end' as const), worker: fc.constantFrom(...NAMES) }),
  { maxLength: 40 },
);

/** A fleet with any history. */
const fleets = events.map((history) => {
  const fleet = new Fleet();
  for (const { kind, worker } of history) {
    if (kind === 'end') fleet.end(worker);
    else fleet.refresh(worker);
  }
  return fleet;
});

it('divides all shares evenly among the workers, whatever happened before', () => {
  fc.assert(
    fc.property(fleets, (fleet) => {
      fleet.refresh('a');
      fleet.settle();
      expect(fleet.owners.size).toBe(SHARES);
      const part = Math.ceil(SHARES / fleet.workers.size);
      for (const worker of fleet.workers) expect(fleet.sharesOf(worker).length).toBeLessThanOrEqual(part);
    }),
  );
});

it('moves shares only to a worker that joins', () => {
  fc.assert(
    fc.property(fleets, (fleet) => {
      fleet.end('joins');
      fleet.refresh('a');
      fleet.settle();
      const before = new Map(fleet.owners);
      fleet.refresh('joins');
      fleet.settle();
      const moved = [...fleet.owners].filter(([share, owner]) => before.get(share) !== owner);
      expect(new Set(moved.map(([, owner]) => owner))).toEqual(new Set(['joins']));
    }),
  );
});

it('moves only the shares of a worker that leaves', () => {
  fc.assert(
    fc.property(fleets, (fleet) => {
      for (const worker of ['a', 'b']) fleet.refresh(worker);
      fleet.settle();
      const before = new Map(fleet.owners);
      fleet.end('b');
      fleet.settle();
      const moved = [...fleet.owners].filter(([share, owner]) => before.get(share) !== owner);
      expect(moved.every(([share]) => before.get(share) === 'b')).toBe(true);
      expect(fleet.owners.size).toBe(SHARES);
    }),
  );
});

it('keeps a share in which a chain is being reconciled', () => {
  const fleet = new Fleet();
  fleet.refresh('a');
  fleet.workers.add('b');
  const all = new Set(Array.from({ length: SHARES }, (_, share) => share));
  fleet.refresh('a', all);
  expect(fleet.sharesOf('a')).toHaveLength(SHARES);
  fleet.refresh('a');
  expect(fleet.sharesOf('a')).toHaveLength(SHARES / 2);
});

it('spreads random chain ids', () => {
  const count = (ids: readonly string[]) => new Set(ids.map(shareOf)).size;
  fc.assert(
    fc.property(fc.array(fc.uuid({ version: 4 }), { minLength: 2_000, maxLength: 2_000 }), (ids) => {
      expect(ids.every((id) => shareOf(id) >= 0 && shareOf(id) < SHARES)).toBe(true);
      expect(count(ids)).toBeLessThanOrEqual(SHARES);
    }),
    { numRuns: 5 },
  );
  expect(count(Array.from({ length: 2_000 }, () => crypto.randomUUID()))).toBe(SHARES);
});
