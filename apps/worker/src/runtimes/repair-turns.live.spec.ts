import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomUUID } from 'node:crypto';
import { ChainSpec, type OperationId, type UserId } from '@heddle/contracts';
import { openDatabase, type ChainEntity, type Database } from '@heddle/data';
import { RepairTurns } from './repair-turns';

let folder: string;
let database: Database;
let chain: ChainEntity;
let turns: RepairTurns;
let done: string[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'heddle-turns-'));
  database = await openDatabase({ url: `sqlite:${join(folder, 'heddle.sqlite')}` });
  turns = new RepairTurns(database);
  const spec = ChainSpec.parse({ name: 'trade', organizations: [{ name: 'org1' }] });
  chain = await database.transaction((store) => store.chains.create({ spec, ownerId: randomUUID() as UserId }));
  done = [];
});
afterEach(async () => {
  await database.close();
  await rm(folder, { recursive: true });
});

const doing = (what: string) => () => {
  done.push(what);
  return Promise.resolve(what);
};

describe('repairs of a chain', () => {
  it('are made when nothing has begun on it', async () => {
    expect(await turns.take(chain, 'a', doing('repair'))).toBe('repair');
    expect(await turns.take(chain, 'a', doing('repair'))).toBe('repair');
  });

  it('are not made once an operation has begun, nor when it is over: what was found was its doing', async () => {
    const operationId = randomUUID() as OperationId;
    await database.transaction((store) => store.scopes.take(`chain:${chain.id}`, chain.id, operationId));
    expect(await turns.take(chain, 'a', doing('repair'))).toBeUndefined();
    await database.transaction((store) => store.scopes.release(operationId));
    expect(await turns.take(chain, 'a', doing('repair'))).toBeUndefined();
    const now = await database.store.chains.get(chain.id);
    expect(await turns.take(now, 'a', doing('repair'))).toBe('repair');
    expect(done).toEqual(['repair']);
  });

  it('are made by one worker at a time, and whoever changes nodes waits for them', async () => {
    const told: string[] = [];
    let operation: Promise<unknown> = Promise.resolve();
    await turns.take(chain, 'a', async () => {
      expect(await turns.take(chain, 'b', doing('second'))).toBeUndefined();
      const report = ({ message }: { message: string }) => told.push(message);
      operation = turns.over(chain.id, { report }).then(doing('operation'));
      while (told.length === 0) await new Promise((resolve) => setImmediate(resolve));
      done.push('repair');
    });
    await operation;
    expect(done).toEqual(['repair', 'operation']);
    expect(told).toEqual(['Waiting until a repair of the chain is over']);
  });

  it('end the turn also when they fail, and waiting for it can be given up', async () => {
    const failing = turns.take(chain, 'a', () => Promise.reject(new Error('refused')));
    await expect(failing).rejects.toThrow('refused');
    await turns.over(chain.id);
    await turns.take(chain, 'a', async () => {
      const waiting = turns.over(chain.id, { signal: AbortSignal.timeout(20) });
      await expect(waiting).rejects.toMatchObject({ name: 'AbortError' });
    });
  });
});
