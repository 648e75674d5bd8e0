import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomUUID } from 'node:crypto';
import { chainScope, ChainSpec, type OperationId, type UserId } from '@heddle/contracts';
import { openDatabase, type ChainEntity, type Database } from '@heddle/data';
import { RepairLock } from './repair-lock';

let folder: string;
let database: Database;
let chain: ChainEntity;
let lock: RepairLock;
let done: string[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'heddle-repairs-'));
  database = await openDatabase({ url: `sqlite:${join(folder, 'heddle.sqlite')}` });
  lock = new RepairLock(database);
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
  it('run if no operation has started', async () => {
    expect(await lock.run(chain, 'a', doing('repair'))).toBe('repair');
    expect(await lock.run(chain, 'a', doing('repair'))).toBe('repair');
  });

  it('do not run once an operation has started, nor after it ended: it may have caused the finding', async () => {
    const operationId = randomUUID() as OperationId;
    await database.transaction((store) => store.scopes.take(chainScope(chain.id), chain.id, operationId));
    expect(await lock.run(chain, 'a', doing('repair'))).toBeUndefined();
    await database.transaction((store) => store.scopes.release(operationId));
    expect(await lock.run(chain, 'a', doing('repair'))).toBeUndefined();
    const now = await database.store.chains.get(chain.id);
    expect(await lock.run(now, 'a', doing('repair'))).toBe('repair');
    expect(done).toEqual(['repair']);
  });

  it('run on one worker at a time, and changes of nodes wait for them', async () => {
    const reported: string[] = [];
    let operation: Promise<unknown> = Promise.resolve();
    await lock.run(chain, 'a', async () => {
      expect(await lock.run(chain, 'b', doing('second'))).toBeUndefined();
      const report = ({ message }: { message: string }) => reported.push(message);
      operation = lock.released(chain.id, { report }).then(doing('operation'));
      while (reported.length === 0) await new Promise((resolve) => setImmediate(resolve));
      done.push('repair');
    });
    await operation;
    expect(done).toEqual(['repair', 'operation']);
    expect(reported).toEqual(['Waiting until a repair of the chain has finished']);
  });

  it('release the lock even if they fail, and waiting for it can be cancelled', async () => {
    const failing = lock.run(chain, 'a', () => Promise.reject(new Error('refused')));
    await expect(failing).rejects.toThrow('refused');
    await lock.released(chain.id);
    await lock.run(chain, 'a', async () => {
      const waiting = lock.released(chain.id, { signal: AbortSignal.timeout(20) });
      await expect(waiting).rejects.toMatchObject({ name: 'AbortError' });
    });
  });
});
