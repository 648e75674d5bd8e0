import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { ChainSpec, type ChainId, type OperationId, type UserId } from '@heddle/contracts';
import { LeaseLostError, NameTakenError, RevisionConflictError, ScopeBusyError } from '../data-error';
import type { Database } from '../database';
import type { ChainEntity } from '../entities/chain.entity';
import { openDatabase } from '../open-database';
import type { UserKey } from '../repositories/identities';
import { Sealer } from '../sealer';
import { chainView } from '../views/chain-view';
import { channelView } from '../views/channel-view';
import { chaincodeView } from '../views/chaincode-view';
import { describeClusters } from './cluster-contract';
import type { Databases } from './databases';
import { describeIdempotency } from './idempotency-contract';

const OWNER = randomUUID() as UserId;
const specOf = (name: string): ChainSpec => ChainSpec.parse({ name, organizations: [{ name: 'org1' }] });

/** What the repositories promise on every database. */
export function describeRepositories(name: string, start: () => Promise<Databases>): void {
  describe(`the repositories on ${name}`, () => {
    let databases: Databases;
    let database: Database;
    let other: Database;

    beforeAll(async () => {
      databases = await start();
      const url = await databases.create();
      database = await openDatabase({ url });
      other = await openDatabase({ url });
    }, 60_000);
    afterAll(async () => {
      await database.close();
      await other.close();
      await databases.stop();
    });

    let chains = 0;
    const newChain = (): Promise<ChainEntity> => {
      chains += 1;
      const spec = specOf(`chain-${String(chains)}`);
      return database.transaction((store) => store.chains.create({ spec, ownerId: OWNER }));
    };
    const operationOn = (chainId: ChainId, scope = `chain:${chainId}`, on = database) =>
      on.transaction(async (store) => {
        const request = {
          kind: 'chain.start',
          chainId,
          input: { chainId },
          scope,
          subject: 's',
          requestedBy: 'a',
        } as const;
        const row = await store.operations.insert(request);
        await store.scopes.take(scope, chainId, row.id);
        return row;
      });

    describe('chains', () => {
      it('come back as they were written', async () => {
        const written = await newChain();
        expect(await database.store.chains.get(written.id)).toEqual(written);
      });

      it('have a name that no other living chain has', async () => {
        const { id, name: taken } = await newChain();
        const again = () =>
          database.transaction((store) => store.chains.create({ spec: specOf(taken), ownerId: OWNER }));
        await expect(again()).rejects.toBeInstanceOf(NameTakenError);
        await database.transaction((store) => store.chains.markDeleted(id));
        expect(await database.store.chains.find(id)).toBeNull();
        expect((await again()).name).toBe(taken);
      });

      it('raise their revision with each write and refuse one that is late', async () => {
        const { id } = await newChain();
        const row = await database.transaction((store) => store.chains.setState(id, 'running'));
        expect(row).toMatchObject({ revision: 2, state: 'running' });
        const late = database.transaction((store) => store.chains.update(id, { description: 'x' }, 1));
        await expect(late).rejects.toBeInstanceOf(RevisionConflictError);
      });

      it('move `since` only when the state changes', async () => {
        const { id, stateSince } = await newChain();
        const same = await database.transaction((store) => store.chains.setState(id, 'defined', 'still'));
        expect(same).toMatchObject({ stateSince, stateReason: 'still' });
      });

      it('are listed newest first, page by page, each once', async () => {
        for (let index = 0; index < 5; index += 1) await newChain();
        const ids: string[] = [];
        let cursor: string | undefined;
        do {
          const page = await database.store.chains.list({ limit: 2, cursor });
          ids.push(...page.items.map(({ id }) => id));
          cursor = page.nextCursor ?? undefined;
        } while (cursor !== undefined);
        const all = await database.store.chains.list({ limit: 200 });
        expect(ids).toEqual(all.items.map(({ id }) => id));
        expect(new Set(ids).size).toBe(ids.length);
        await expect(database.store.chains.list({ limit: 2, cursor: 'x' })).rejects.toMatchObject({
          code: 'malformed_request',
        });
      });

      it('are found by a part of the name and by state', async () => {
        const { id, name: whole } = await newChain();
        await database.transaction((store) => store.chains.setState(id, 'failed'));
        const { items } = await database.store.chains.list({ limit: 10, search: whole.slice(2), state: 'failed' });
        expect(items.map((row) => row.id)).toEqual([id]);
      });
    });

    describe('transactions', () => {
      it('are rolled back whole when the work fails, and callbacks wait for the commit', async () => {
        const { id } = await newChain();
        const committed = jest.fn();
        const failing = database.transaction(async (store) => {
          store.afterCommit(committed);
          await store.chains.setState(id, 'failed');
          throw new Error('no');
        });
        await expect(failing).rejects.toThrow('no');
        expect(await database.store.chains.get(id)).toMatchObject({ state: 'defined', revision: 1 });
        expect(committed).not.toHaveBeenCalled();
      });

      it('of several processes on one row lose no update', async () => {
        const { id } = await newChain();
        const raise = (on: Database) => on.transaction((store) => store.chains.update(id, {}));
        await Promise.all(Array.from({ length: 40 }, (_none, index) => raise(index % 2 === 0 ? database : other)));
        expect(await database.store.chains.get(id)).toMatchObject({ revision: 41 });
      });

      it('that read a snapshot see one state', async () => {
        const { id } = await newChain();
        let write: Promise<unknown> = Promise.resolve();
        await database.snapshot(async (store) => {
          const before = await store.chains.get(id);
          write = other.transaction((elsewhere) => elsewhere.chains.setState(id, 'running'));
          // On MariaDB the other transaction ends meanwhile; on SQLite it waits for this one.
          await Promise.race([write, delay(50)]);
          expect(await store.chains.get(id)).toEqual(before);
        });
        await write;
        expect(await database.store.chains.get(id)).toMatchObject({ state: 'running' });
      });
    });

    describe('nodes and ports', () => {
      const node = (chainId: ChainId, host = '127.0.0.1') => ({
        chainId,
        name: 'peer0',
        kind: 'peer' as const,
        organization: 'org1',
        mspId: 'Org1MSP',
        host,
        ports: { grpc: 7051 },
        certificateExpiresAt: null,
      });

      it('are remembered by name', async () => {
        const { id } = await newChain();
        const first = await database.transaction((store) => store.nodes.remember(node(id)));
        const second = await database.transaction((store) => store.nodes.remember(node(id)));
        expect(second).toEqual(first);
      });

      it('keep what was measured', async () => {
        const { id: chainId } = await newChain();
        const { id } = await database.transaction((store) => store.nodes.create(node(chainId)));
        const resources = { requests: { cpu: '1', memory: '1Gi' }, limits: { memory: '2Gi' } };
        const measured = {
          memoryBytes: 5_000_000_000,
          cpuPercent: 1.5,
          blockHeights: { orders: 7 },
          pid: 42,
          resources,
        };
        await database.transaction((store) => store.nodes.observe(id, { state: 'running', ...measured }));
        expect(await database.store.nodes.get(id)).toMatchObject({ ...measured, state: 'running', revision: 2 });
      });

      it('never share a port, however many processes ask', async () => {
        const { id: chainId } = await newChain();
        const ask = (on: Database, index: number) =>
          on.transaction((store) =>
            store.ports.acquire({ port: 20_000, chainId, node: `peer${String(index)}`, name: 'grpc' }),
          );
        const given = await Promise.all(
          Array.from({ length: 12 }, (_none, index) => ask(index % 2 === 0 ? database : other, index)),
        );
        expect(given.filter((won) => won)).toHaveLength(1);
        await database.transaction((store) => store.ports.release(chainId));
        expect(await ask(other, 99)).toBe(true);
        expect(await database.store.ports.list()).toMatchObject([{ port: 20_000, node: 'peer99', chainId }]);
      });
    });

    describe('identities', () => {
      const sealer = new Sealer(Buffer.alloc(32, 1));
      const issued = (text: string) => ({
        certificate: text,
        privateKey: `key of ${text}`,
        expiresAt: '2036-01-01T00:00:00.000Z',
      });

      it('are issued once, whoever asks', async () => {
        const { id: chainId } = await newChain();
        const key = { chainId, organization: 'org1', kind: 'ca', name: 'org1' } as const;
        const made = await Promise.all(
          [database, other, database].map((on, index) =>
            on.transaction((store) =>
              store.identities.remember(key, sealer, () => Promise.resolve(issued(String(index)))),
            ),
          ),
        );
        expect(new Set(made.map(({ privateKey }) => privateKey)).size).toBe(1);
        expect(await database.store.identities.find(key, sealer)).toMatchObject({ ...made[0] });
      });

      it('hold no private key in the clear, and do not open with another key', async () => {
        const { id: chainId } = await newChain();
        const key = { chainId, organization: 'org1', kind: 'admin', name: 'admin' } as const;
        await database.transaction((store) =>
          store.identities.remember(key, sealer, () => Promise.resolve(issued('admin'))),
        );
        const rows = await database.dataSource.query<unknown[]>('SELECT * FROM identities');
        expect(JSON.stringify(rows)).not.toContain('key of admin');
        expect(JSON.stringify(await database.store.identities.ofChain(chainId))).not.toContain('rivateKey');
        const wrong = database.store.identities.find(key, new Sealer(Buffer.alloc(32, 2)));
        await expect(wrong).rejects.toMatchObject({ name: 'UnsealError', code: 'internal' });
      });
    });

    describe('identities of users', () => {
      const sealer = new Sealer(Buffer.alloc(32, 1));
      const issued = { certificate: 'c', privateKey: 'secret', expiresAt: '2036-01-01T00:00:00.000Z' };
      const alice = { organization: 'org1', kind: 'client', name: 'alice' } as const;

      it('are never overwritten: a name is taken once in an organization, whatever the role', async () => {
        const { id: chainId } = await newChain();
        const asked = [database, other].map((on) =>
          on.transaction(({ identities }) => identities.addUser({ chainId, ...alice }, sealer, issued)),
        );
        const outcomes = await Promise.allSettled(asked);
        expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
        const add = (key: UserKey) =>
          database.transaction(({ identities }) => identities.addUser(key, sealer, issued));
        await expect(add({ chainId, ...alice, kind: 'admin' })).rejects.toMatchObject({ name: 'NameTakenError', code: 'name_taken' });
        const elsewhere = { chainId, ...alice, organization: 'org2' };
        const row = await add(elsewhere);
        expect(row).toMatchObject(elsewhere);
        expect(JSON.stringify(row)).not.toContain('secret');
      });

      it('are opened by id, within their chain only, and no node is opened with them', async () => {
        const { id: chainId } = await newChain();
        const { id: otherChain } = await newChain();
        const node = { chainId, organization: 'org1', kind: 'node', name: 'peer0-org1' } as const;
        const [{ id }, { id: nodeId }] = await database.transaction(async ({ identities }) => [
          await identities.addUser({ chainId, ...alice }, sealer, issued),
          await identities.remember(node, sealer, () => Promise.resolve(issued)),
        ]);
        const { identities } = database.store;
        expect(await identities.openUser({ chainId, id }, sealer)).toMatchObject({ ...alice, privateKey: 'secret' });
        for (const key of [
          { chainId: otherChain, id },
          { chainId, id: nodeId },
        ]) {
          await expect(identities.openUser(key, sealer)).rejects.toMatchObject({ code: 'not_found' });
        }
      });
    });

    it('identities of one kind are removed by name', async () => {
      const sealer = new Sealer(Buffer.alloc(32, 1));
      const { id: chainId } = await newChain();
      const keys = [
        { chainId, organization: 'org1', kind: 'chaincode-tls', name: 'cc-a' },
        { chainId, organization: 'org1', kind: 'chaincode-tls', name: 'cc-b' },
        { chainId, organization: 'org1', kind: 'node-tls', name: 'cc-a' },
      ] as const;
      const expiresAt = '2036-01-01T00:00:00.000Z';
      await database.transaction(async ({ identities }) => {
        for (const key of keys) {
          await identities.remember(key, sealer, () =>
            Promise.resolve({ certificate: 'c', privateKey: 'k', expiresAt }),
          );
        }
        await identities.removeNamed(chainId, 'chaincode-tls', ['cc-a']);
        await identities.removeNamed(chainId, 'chaincode-tls', []);
      });
      const left = await database.store.identities.ofChain(chainId);
      expect(left.map(({ kind, name }) => `${kind} ${name}`)).toEqual(['chaincode-tls cc-b', 'node-tls cc-a']);
    });

    describe('channels and chaincodes', () => {
      it('keep a genesis block of any size, byte for byte', async () => {
        const { id: chainId } = await newChain();
        const genesisBlock = Buffer.alloc(200_000, 0xfe);
        const { id } = await database.transaction((store) =>
          store.channels.create({ chainId, name: 'orders', organizations: ['org1'] }),
        );
        await database.transaction((store) => store.channels.update(id, { genesisBlock }));
        const row = await database.store.channels.get(id);
        expect(row.genesisBlock?.equals(genesisBlock)).toBe(true);
        expect(await channelView(database.store, row)).toMatchObject({ name: 'orders', chaincodes: 0 });
        expect((await chainView(database.store, await database.store.chains.get(chainId))).counts.channels).toBe(1);
      });

      it('supersede the committed definition by the next one', async () => {
        const { id: chainId } = await newChain();
        const channel = await database.transaction((store) =>
          store.channels.create({ chainId, name: 'orders', organizations: ['org1'] }),
        );
        const definition = {
          version: '1',
          origin: { type: 'external' as const, address: 'h:1', rootCertificate: null },
          endorsementPolicy: null,
          collections: [],
          initRequired: true,
          init: { fn: 'Init', args: ['a', '1'] },
          language: null,
        };
        const chaincode = await database.transaction(async (store) => {
          const row = await store.chaincodes.create({ chainId, channelId: channel.id, name: 'basic' });
          const first = await store.chaincodes.addDefinition({ ...definition, chaincodeId: row.id, sequence: 1 });
          await store.chaincodes.commitDefinition(first.id);
          const second = await store.chaincodes.addDefinition({ ...definition, chaincodeId: row.id, sequence: 2 });
          await store.chaincodes.updateDefinition(second.id, { packageIds: { org1: 'basic:1' } });
          await store.chaincodes.commitDefinition(second.id);
          return row;
        });
        const all = await database.store.chaincodes.definitions(chaincode.id);
        expect(all.map(({ sequence, state }) => [sequence, state])).toEqual([
          [2, 'committed'],
          [1, 'superseded'],
        ]);
        const view = await chaincodeView(database.store, await database.store.chaincodes.get(chaincode.id));
        expect(view).toMatchObject({ channel: 'orders', definition: { sequence: 2, init: definition.init, packageIds: { org1: 'basic:1' } } });
        await database.transaction((store) => store.chaincodes.removeOfChain(chainId));
        expect(await database.store.chaincodes.ofChain(chainId)).toEqual([]);
      });

      it('keep a source once per content', async () => {
        const source = { fileName: 'a.zip', sha256: 'ab'.repeat(32), size: 1, language: 'go' as const, projects: null };
        const first = await database.transaction((store) => store.sources.remember(source));
        const second = await database.transaction((store) => store.sources.remember({ ...source, fileName: 'b.zip' }));
        expect(second).toEqual(first);
        const projects = [{ path: 'chaincode', language: 'go' as const }];
        const third = await database.transaction((store) => store.sources.remember({ ...source, projects }));
        expect([third.id, third.projects]).toEqual([first.id, projects]);
      });
    });

    describe('operations', () => {
      it('hold a scope alone: a chain’s excludes its channels’, channels exclude not each other', async () => {
        const { id: chainId } = await newChain();
        const first = await operationOn(chainId, 'channel:a');
        await operationOn(chainId, 'channel:b');
        await expect(operationOn(chainId, 'channel:a')).rejects.toMatchObject({ operationId: first.id });
        await expect(operationOn(chainId)).rejects.toBeInstanceOf(ScopeBusyError);
        await database.transaction((store) => store.scopes.release(first.id));
        await operationOn(chainId, 'channel:a');
      });

      it('give a scope to one of many who ask at once', async () => {
        const { id: chainId } = await newChain();
        const asked = await Promise.allSettled(
          Array.from({ length: 8 }, (_none, index) =>
            operationOn(chainId, undefined, index % 2 === 0 ? database : other),
          ),
        );
        expect(asked.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      });

      it('belong to one worker until its lease runs out, and refuse the number of the one before', async () => {
        const { id: chainId } = await newChain();
        const { id } = await operationOn(chainId);
        const take = (on: Database, owner: string, leaseMs: number) =>
          on.transaction((store) => store.operations.take(id, owner, leaseMs));
        const taken = await Promise.all([take(database, 'a', 60_000), take(other, 'b', 60_000)]);
        const [winner] = taken.filter((row) => row !== null);
        expect(taken.filter((row) => row !== null)).toHaveLength(1);
        expect(winner).toMatchObject({ fence: 1 });
        expect(await database.store.operations.waiting(100)).not.toContainEqual(expect.objectContaining({ id }));
        const renewed = await database.transaction((store) =>
          store.operations.renew(winner?.leaseOwner ?? '', [id], -1_000),
        );
        expect(renewed).toHaveLength(1);
        expect(await database.store.operations.waiting(100)).toContainEqual(expect.objectContaining({ id }));
        expect(await take(other, 'c', 60_000)).toMatchObject({ fence: 2, leaseOwner: 'c' });
        const late = (operationId: OperationId) =>
          database.transaction((store) => store.operations.fenced({ operationId, fence: 1 }, { progress: 1 }));
        await expect(late(id)).rejects.toBeInstanceOf(LeaseLostError);
      });

      it('name one sweeper at a time', async () => {
        const lead = (on: Database, owner: string, leaseMs: number) =>
          on.transaction((store) => store.leases.acquire('test', owner, leaseMs));
        expect(await lead(database, 'a', 60_000)).toBe(true);
        expect(await lead(other, 'b', 60_000)).toBe(false);
        expect(await other.store.leases.isHeld('test')).toBe(true);
        expect(await lead(database, 'a', -1_000)).toBe(true);
        expect(await other.store.leases.isHeld('test')).toBe(false);
        expect(await lead(other, 'b', 60_000)).toBe(true);
        await other.transaction((store) => store.leases.release('test', 'b'));
        expect(await database.store.leases.isHeld('test')).toBe(false);
      });
    });

    describe('the live feed', () => {
      const removed = (id: string) => ({ topic: 'removed', entity: 'node', id, revision: 1 }) as const;

      it('numbers a room without gap or double, whoever writes', async () => {
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

      it('keeps the newest events and says where history begins', async () => {
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

    describeClusters(() => ({ database, other }));

    describeIdempotency(() => database);

    describe('sign-in and requests', () => {
      it('accepts a refresh token once and ends its family when it comes again', async () => {
        const user = { username: 'Ann', passwordHash: 'h', role: 'viewer' } as const;
        const { id: userId } = await database.transaction((store) => store.users.create(user));
        expect(await database.store.users.byUsername('ANN')).toMatchObject({ id: userId, username: 'ann' });
        await expect(database.transaction((store) => store.users.create(user))).rejects.toBeInstanceOf(NameTakenError);
        const expiresAt = '2099-01-01T00:00:00.000Z';
        const { familyId } = await database.transaction((store) =>
          store.refreshTokens.issue({ userId, tokenHash: 'one', expiresAt }),
        );
        const use = (hash: string) => database.transaction((store) => store.refreshTokens.use(hash));
        expect(await use('one')).toMatchObject({ outcome: 'accepted' });
        await database.transaction((store) =>
          store.refreshTokens.issue({ userId, familyId, tokenHash: 'two', expiresAt }),
        );
        expect(await use('one')).toMatchObject({ outcome: 'reused' });
        expect(await use('two')).toEqual({ outcome: 'refused' });
      });

      it('keeps who did what', async () => {
        const entry = { actor: 'ann', action: 'POST /chains', target: null, address: '::1', outcome: 'accepted' };
        await database.transaction((store) => store.audit.record({ ...entry, detail: { a: 1 } }));
        await database.transaction((store) => store.audit.record({ ...entry, detail: null }));
        expect(await database.store.audit.latest(5)).toHaveLength(2);
      });
    });
  });
}
