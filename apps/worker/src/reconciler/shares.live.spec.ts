import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase, type Database } from '@heddle/data';
import { until } from '../testing/until';
import { Shares } from './shares';

const CHAINS = Array.from({ length: 200 }, () => randomUUID());

let folder: string;
let databases: Database[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'heddle-shares-'));
  databases = [];
});
afterEach(async () => {
  for (const database of databases) await database.close();
  await rm(folder, { recursive: true });
});

/** A worker with a connection of its own. */
async function joined(owner: string, leaseMs = 60_000): Promise<Shares> {
  const database = await openDatabase({ url: `sqlite:${join(folder, 'heddle.sqlite')}` });
  databases.push(database);
  const shares = new Shares({ database, owner, leaseMs });
  await shares.refresh();
  return shares;
}

const countOf = (shares: Shares) => CHAINS.filter((id) => shares.holds(id)).length;
const ownersOf = (id: string, all: readonly Shares[]) => all.filter((shares) => shares.holds(id)).length;

it('gives all chains to a single worker, and half of them to a second one', async () => {
  const first = await joined('first');
  expect(countOf(first)).toBe(CHAINS.length);
  const second = await joined('second');
  expect(countOf(second)).toBe(0);
  await first.refresh();
  await second.refresh();
  expect(CHAINS.map((id) => ownersOf(id, [first, second]))).toEqual(CHAINS.map(() => 1));
  for (const shares of [first, second]) expect(countOf(shares)).toBeGreaterThan(CHAINS.length / 4);
});

it('never gives a chain to two workers, in whatever order they refresh', async () => {
  const all = [await joined('first'), await joined('second'), await joined('third')];
  for (let round = 0; round < 6; round += 1) {
    await Promise.all(all.map((shares) => shares.refresh()));
    expect(CHAINS.filter((id) => ownersOf(id, all) > 1)).toEqual([]);
  }
  expect(CHAINS.filter((id) => ownersOf(id, all) === 0)).toEqual([]);
});

it('keeps a chain while it is being reconciled', async () => {
  const first = await joined('first');
  const second = await joined('second');
  let ran = 0;
  await Promise.all(
    CHAINS.map((id) =>
      first.run(id, async () => {
        ran += 1;
        await first.refresh();
        await second.refresh();
        expect(second.holds(id)).toBe(false);
      }),
    ),
  );
  expect(ran).toBe(CHAINS.length);
  await first.refresh();
  await second.refresh();
  expect(countOf(second)).toBeGreaterThan(0);
});

it('takes over the chains of a worker that leaves at once, and of one that dies after its lease', async () => {
  const survivor = await joined('survivor');
  const dying = await joined('dying', 3_000);
  const leaving = await joined('leaving');
  for (const shares of [survivor, leaving, dying, survivor, leaving, dying]) await shares.refresh();
  expect(countOf(dying)).toBeGreaterThan(0);
  const before = countOf(survivor);
  await leaving.leave();
  expect(countOf(leaving)).toBe(0);
  await survivor.refresh();
  expect(countOf(survivor)).toBeGreaterThan(before);
  await until(async () => {
    await survivor.refresh();
    expect(CHAINS.filter((id) => ownersOf(id, [survivor, dying]) > 1)).toEqual([]);
    return countOf(survivor) === CHAINS.length;
  }, 'the survivor has every chain');
  expect(countOf(dying)).toBe(0);
});
