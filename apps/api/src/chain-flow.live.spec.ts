import type { SignedInClient, UploadedFile } from '@heddle/client';
import {
  channelScope,
  chainScope,
  api as routes,
  HEALTHY,
  type Chain,
  type Chaincode,
  type ChaincodeSource,
  type Channel,
  type Node,
  type OperationEvent,
  type QueryInputOf,
} from '@heddle/contracts';
import { until } from './testing/api-under-test';
import { goSample, unpacked } from './testing/archives';
import { InstallationUnderTest } from './testing/installation-under-test';
import type { TestWorker } from './testing/test-worker';

jest.setTimeout(60_000);

/** A function that returns the private input of the caller. */
const PRIVATE = `package main

import (
	"github.com/hyperledger/fabric-contract-api-go/v2/contractapi"
)

func (c *AssetTransfer) Whisper(ctx contractapi.TransactionContextInterface, key string) (string, error) {
	values, err := ctx.GetStub().GetTransient()
	return string(values[key]), err
}
`;
const SECOND = `package main

func (c *AssetTransfer) Edition() string { return "second" }
`;

describe('the life of a chain, through its contracts', () => {
  let installation: InstallationUnderTest | undefined;
  let worker: TestWorker;
  let client: SignedInClient;
  let chain: Chain;
  let channel: Channel;
  let source: ChaincodeSource;
  let chaincode: Chaincode;

  beforeAll(async () => {
    installation = await InstallationUnderTest.start();
    ({ worker, client } = installation);
  });
  afterAll(() => installation?.stop());

  const inChain = () => ({ chainId: chain.id });
  const inChannel = () => ({ chainId: chain.id, channelId: channel.id });
  const ofChaincode = () => ({ ...inChannel(), chaincodeId: chaincode.id });
  const upload = (file: UploadedFile) => client.ask(routes.chaincodes.upload, { file });
  const invoke = (fn: string, args: string[], more = {}) =>
    client.ask(routes.chaincodes.invoke, { params: ofChaincode(), body: { fn, args, ...more } });
  const query = async (fn: string, args: string[], more = {}) => {
    const { result } = await client.ask(routes.chaincodes.query, {
      params: ofChaincode(),
      body: { fn, args, ...more },
    });
    return result;
  };
  const nodes = async () => (await client.ask(routes.nodes.list, { params: inChain() })).items;
  const nodeOf = async (match: string) => {
    const found = (await nodes()).find(({ name }) => name.includes(match));
    if (found === undefined) throw new Error(`There is no node ${match}`);
    return found;
  };

  it('is created as described', async () => {
    const spec = {
      name: 'flow',
      ordering: { orderers: 1 },
      organizations: [
        { name: 'org1', peers: 2 },
        { name: 'org2', peers: 1 },
      ],
    };
    expect(await client.ask(routes.chains.validate, { body: spec })).toMatchObject({ nodes: 4 });
    chain = await client.succeeded(await client.ask(routes.chains.create, { body: spec }));
    chain = await client.ask(routes.chains.get, { params: inChain() });
    expect(chain).toMatchObject({ status: { state: 'running' }, counts: { orderers: 1, peers: 3 } });
    expect((await nodes()).map(({ kind, status }) => `${kind} ${status.state}`).sort()).toEqual([
      'orderer running',
      'peer running',
      'peer running',
      'peer running',
    ]);
    const { items } = await client.ask(routes.chains.organizations, { params: inChain() });
    expect(items.map(({ mspId }) => mspId).sort()).toEqual(['OrdererMSP', 'Org1MSP', 'Org2MSP']);
  });

  it('publishes the creation of a channel live, and again afterwards from any event', async () => {
    const accepted = await client.ask(routes.channels.create, { params: inChain(), body: { name: 'orders' } });
    const live: OperationEvent[] = [];
    channel = await client.succeeded(accepted, { event: (event) => live.push(event) });
    const params = { operationId: accepted.operation.id };
    const all = await client.ask(routes.operations.events, { params });
    expect(live).toEqual(all.items);
    expect(all.items.map(({ seq }) => seq)).toEqual(all.items.map((_, index) => index + 1));
    expect(all.items.at(-1)).toMatchObject({ state: 'succeeded', progress: 1, seq: all.lastSeq });
    const later = await client.ask(routes.operations.events, { params, query: { since: 3, limit: 2 } });
    expect(later.items).toEqual(all.items.slice(3, 5));
    channel = await client.ask(routes.channels.get, { params: inChannel() });
    expect(channel.members.map(({ peers, anchorPeers }) => [peers.length, anchorPeers.length])).toEqual([
      [2, 2],
      [1, 1],
    ]);
  });

  it('fails a deployment that does not compile, retries it on request, and rolls it back', async () => {
    const broken = await upload(await goSample({ 'broken.go': 'package main\n\nvar broken int = "text"\n' }));
    const body = { name: 'broken', version: '1', origin: { type: 'source', sourceId: broken.id } } as const;
    const { operation, resource } = await client.ask(routes.chaincodes.deploy, { params: inChannel(), body });
    const params = { operationId: operation.id };
    const failed = await client.follow(operation);
    expect(failed).toMatchObject({ state: 'failed', attempt: 1, error: { code: 'build_failed' } });
    expect(`${failed.error?.message ?? ''} ${failed.error?.cause ?? ''}`).toContain('broken.go');
    expect(await client.ask(routes.chains.get, { params: inChain() })).toMatchObject({
      status: { state: 'degraded' },
      health: { status: 'degraded', reasons: [{ code: 'chaincode_failed', params: { chaincode: 'broken' } }] },
    });
    expect(await client.refusal(routes.operations.cancel, { params })).toMatchObject({ code: 'invalid_state' });
    expect(await client.ask(routes.operations.retry, { params })).toMatchObject({ attempt: 2 });
    expect(await client.follow(operation)).toMatchObject({ state: 'failed', attempt: 2 });
    expect(await client.ask(routes.operations.rollback, { params })).toMatchObject({ state: 'rolling_back' });
    expect(await client.follow(operation)).toMatchObject({ state: 'rolled_back' });
    const again = await client.refusal(routes.operations.retry, { params });
    expect([again.status, again.code]).toEqual([409, 'invalid_state']);
    const gone = { ...inChannel(), chaincodeId: resource.id };
    expect(await client.refusal(routes.chaincodes.get, { params: gone })).toMatchObject({ status: 404 });
  });

  it('lets one operation hold a channel, names it in the rejection of a second one, and cancels it', async () => {
    worker.freeze();
    const { operation, resource } = await client.ask(routes.channels.create, {
      params: inChain(),
      body: { name: 'abandoned' },
    });
    const params = { operationId: operation.id };
    const stop = await client.refusal(routes.chains.stop, { params: inChain() });
    expect([stop.status, stop.code, stop.operationId]).toEqual([409, 'scope_busy', operation.id]);
    const { id, kind, subject, sequence } = operation;
    expect(stop.detail).toBe(`Channel ${subject} is being created by operation #${String(sequence)}.`);
    expect(stop.params).toEqual({ operationId: id, scope: chainScope(chain.id), kind, subject, sequence });
    expect(sequence).toBeGreaterThan(1);
    const held = await client.ask(routes.channels.get, { params: { ...inChain(), channelId: resource.id } });
    const scope = channelScope(resource.id);
    expect(held.operation).toEqual({ id, kind, scope, sequence, since: operation.createdAt });
    const early = await client.refusal(routes.operations.rollback, { params });
    expect([early.status, early.code]).toEqual([409, 'invalid_state']);
    expect(await client.ask(routes.operations.cancel, { params })).toMatchObject({ state: 'cancelling' });
    worker.thaw();
    expect(await client.follow(operation)).toMatchObject({ state: 'cancelled', cancelledBy: 'admin' });
    await client.ask(routes.operations.rollback, { params });
    expect(await client.follow(operation)).toMatchObject({ state: 'rolled_back' });
    const gone = await client.refusal(routes.channels.get, { params: { ...inChain(), channelId: resource.id } });
    expect(gone.status).toBe(404);
  });

  it('deploys chaincode from source', async () => {
    source = await upload(await goSample({ 'private.go': PRIVATE }));
    expect(source.language).toBe('go');
    const body = { name: 'assets', version: '1.0', origin: { type: 'source', sourceId: source.id } } as const;
    chaincode = await client.succeeded(await client.ask(routes.chaincodes.deploy, { params: inChannel(), body }));
    chaincode = await client.ask(routes.chaincodes.get, { params: ofChaincode() });
    expect(chaincode).toMatchObject({
      status: { state: 'active' },
      definition: { sequence: 1, state: 'committed', language: 'go' },
    });
    const twice = await client.refusal(routes.chaincodes.deploy, { params: inChannel(), body });
    expect([twice.status, twice.code]).toEqual([409, 'name_taken']);
  });

  describe('in use', () => {
    it('commits invocations, and every peer returns the result', async () => {
      const submitted = await invoke('CreateAsset', ['a1', 'ann', 'red', '5']);
      expect(submitted).toMatchObject({ validationCode: 'VALID' });
      for (const organization of ['org1', 'org2']) {
        await until(async () => (await query('AssetExists', ['a1'], { organization })) === 'true');
      }
      expect(JSON.parse(await query('ReadAsset', ['a1']))).toMatchObject({ id: 'a1', owner: 'ann', size: 5 });
    });

    it('passes on private input and keeps it off the ledger', async () => {
      const transient = { word: 'two spoons of sugar' };
      expect(await query('Whisper', ['word'], { transient })).toBe('two spoons of sugar');
      const { transactionId } = await invoke('CreateAsset', ['p1', 'ann', 'red', '1'], { transient });
      const { detail } = await client.ask(routes.blocks.transaction, { params: { ...inChannel(), transactionId } });
      expect(JSON.stringify(detail)).toContain('CreateAsset');
      expect(JSON.stringify(detail)).not.toContain('two spoons of sugar');
    });

    it('is endorsed by the organizations that the caller names', async () => {
      const { transactionId } = await invoke('CreateAsset', ['a2', 'bob', 'blue', '1'], {
        endorsingOrganizations: ['org1', 'org2'],
      });
      const { detail } = await client.ask(routes.blocks.transaction, { params: { ...inChannel(), transactionId } });
      const endorsers = [...JSON.stringify(detail).matchAll(/Org[12]MSP/g)].map(([mspId]) => mspId);
      expect(new Set(endorsers)).toEqual(new Set(['Org1MSP', 'Org2MSP']));
      const unknown = await client.refusal(routes.chaincodes.invoke, {
        params: ofChaincode(),
        body: { fn: 'CreateAsset', endorsingOrganizations: ['org9'] },
      });
      expect([unknown.status, unknown.errors?.[0]?.path]).toEqual([422, 'endorsingOrganizations.0']);
    });

    it('returns the peers’ message when the chaincode rejects a call', async () => {
      const body = { fn: 'CreateAsset', args: ['a1', 'eve', 'red', '5'] };
      for (const route of [routes.chaincodes.invoke, routes.chaincodes.query]) {
        const refusal = await client.refusal(route, { params: ofChaincode(), body });
        expect([refusal.status, refusal.code]).toEqual([422, 'endorsement_refused']);
        expect(refusal.detail).toContain('asset a1 already exists');
      }
    });

    it('shows its blocks by number and by hash, and its transactions by id', async () => {
      const { transactionId, blockNumber } = await invoke('TransferAsset', ['a1', 'zoe']);
      const params = inChannel();
      const { height, items } = await client.ask(routes.blocks.list, { params, query: { limit: 50 } });
      expect(items.map(({ number }) => number)).toEqual(
        Array.from({ length: height }, (_, index) => height - 1 - index),
      );
      items.slice(0, -1).forEach((block, index) => {
        expect(block.previousHash).toBe(items[index + 1]?.hash);
      });
      expect(items.at(-1)).toMatchObject({ number: 0, at: null, transactions: 1 });
      expect(items.at(0)?.at).not.toBeNull();
      const byNumber = await client.ask(routes.blocks.get, { params: { ...params, block: String(blockNumber) } });
      const byHash = await client.ask(routes.blocks.get, { params: { ...params, block: byNumber.hash } });
      expect(byHash).toEqual(byNumber);
      expect(byNumber.items).toContainEqual(
        expect.objectContaining({ transactionId, chaincode: 'assets', fn: 'TransferAsset', creatorMspId: 'Org1MSP' }),
      );
      const transaction = await client.ask(routes.blocks.transaction, { params: { ...params, transactionId } });
      expect(transaction).toMatchObject({ blockNumber, validationCode: 'VALID' });
      for (const block of ['999999', 'f'.repeat(64)]) {
        const missing = await client.refusal(routes.blocks.get, { params: { ...params, block } });
        expect([missing.status, missing.code]).toEqual([404, 'not_found']);
      }
      const unknown = { ...params, transactionId: '0'.repeat(64) };
      expect(await client.refusal(routes.blocks.transaction, { params: unknown })).toMatchObject({ status: 404 });
    });
  });

  describe('and its files', () => {
    const archive = async () => {
      const { name, content } = await client.download(routes.chains.artifactsArchive, { params: inChain() });
      expect([name, content.type]).toEqual(['flow-artifacts.tar.gz', 'application/gzip']);
      return unpacked(await content.bytes());
    };

    it('are available as a list and as one archive: MSPs, genesis blocks, packages, and no private key', async () => {
      const { items } = await client.ask(routes.chains.artifacts, { params: inChain() });
      const files = await archive();
      const top = [...files.keys()].filter((name) => !/\.tar\.gz\//.test(name));
      expect(top.sort()).toEqual(items.map(({ path }) => `flow/${path}`).sort());
      for (const { path, size } of items) expect([path, files.get(`flow/${path}`)?.length]).toEqual([path, size]);
      for (const part of [/org1\/msp\/cacerts\//, /org2\/msp\/cacerts\//, /channels\/orders\/genesis\.block$/])
        expect(top).toContainEqual(expect.stringMatching(part));
      expect([...files.keys()]).toContainEqual(expect.stringMatching(/\.tar\.gz\/metadata\.json$/));
      for (const [name, content] of files) {
        expect([name, content.includes('PRIVATE KEY')]).toEqual([name, false]);
        expect(name).not.toMatch(/keystore|_sk$|\.key$/);
      }
    });

    it('contain the current configuration of the channel', async () => {
      const { sequence, config } = await client.ask(routes.channels.config, { params: inChannel() });
      expect(sequence).toBeGreaterThanOrEqual(0);
      const { channel_group } = config as { channel_group: { groups: Record<string, { groups: object }> } };
      expect(Object.keys(channel_group.groups['Application']?.groups ?? {}).sort()).toEqual(['Org1MSP', 'Org2MSP']);
    });

    it('contain the peers’ addresses and trusted CAs for an organization’s applications', async () => {
      const query = { organization: 'org2' };
      const profile = await client.ask(routes.chains.connectionProfile, { params: inChain(), query });
      expect(profile).toMatchObject({
        client: { organization: 'org2' },
        organizations: { org2: { mspid: 'Org2MSP' } },
      });
      const peers = Object.values(profile['peers'] as Record<string, { url: string; tlsCACerts: { pem: string } }>);
      const running = (await nodes()).filter(({ kind }) => kind === 'peer');
      expect(peers.map(({ url }) => url).sort()).toEqual(
        running.map(({ addresses }) => `grpcs://${addresses['grpc'] ?? ''}`).sort(),
      );
      for (const { tlsCACerts } of peers) expect(tlsCACerts.pem).toContain('BEGIN CERTIFICATE');
      const unknown = { params: inChain(), query: { organization: 'org9' } };
      expect(await client.refusal(routes.chains.connectionProfile, unknown)).toMatchObject({ status: 422 });
    });
  });

  describe('and its nodes', () => {
    const logs = (nodeId: Node['id'], query: QueryInputOf<typeof routes.nodes.logs>) =>
      client.ask(routes.nodes.logs, { params: { ...inChain(), nodeId }, query });

    it('return their logs from the end, from an offset, and as they grow', async () => {
      const { id } = await nodeOf('peer0-org1');
      const tail = await logs(id, { tailBytes: 200 });
      expect([tail.text.length > 0, tail.nextOffset - tail.offset <= 200]).toEqual([true, true]);
      const again = await logs(id, { offset: tail.offset });
      expect(again.text.startsWith(tail.text)).toBe(true);
      const waiting = logs(id, { offset: again.nextOffset, waitMs: 15_000 });
      await invoke('CreateAsset', ['a3', 'liv', 'green', '2']);
      const grown = await waiting;
      expect(grown.offset).toBe(again.nextOffset);
      expect(grown.text.length).toBeGreaterThan(0);
    });

    it('are restarted one by one', async () => {
      const before = await nodeOf('peer0-org1');
      const params = { ...inChain(), nodeId: before.id };
      await client.succeeded(await client.ask(routes.nodes.restart, { params }));
      const after = await client.ask(routes.nodes.get, { params });
      expect(after.status.state).toBe('running');
      expect(after.pid).not.toBe(before.pid);
    });

    it('replace one another: a peer of the organization for calls, any member’s peer for reads', async () => {
      worker.freeze();
      await kill('peer0-org1');
      expect(await invoke('CreateAsset', ['a4', 'ida', 'black', '1'])).toMatchObject({ validationCode: 'VALID' });
      await kill('peer1-org1');
      expect(JSON.parse(await query('ReadAsset', ['a1'], { organization: 'org1' }))).toMatchObject({ id: 'a1' });
      expect((await client.ask(routes.blocks.list, { params: inChannel() })).height).toBeGreaterThan(3);
      const body = { fn: 'Whisper', args: ['word'], transient: { word: 'hush' }, organization: 'org1' };
      for (const route of [routes.chaincodes.invoke, routes.chaincodes.query]) {
        const refusal = await client.refusal(route, { params: ofChaincode(), body });
        expect([refusal.status, refusal.code]).toEqual([503, 'peer_unreachable']);
        expect(refusal.remedy).toContain('nodes');
      }
      worker.thaw();
      await until(async () => (await nodes()).every(isBack), 30_000);
      const answer = () => client.ask(routes.chaincodes.query, { params: ofChaincode(), body });
      await until(
        () =>
          answer().then(
            () => true,
            () => false,
          ),
        30_000,
      );
    });

    const killed: (number | null)[] = [];
    const isBack = ({ status, pid }: Node): boolean => status.state === 'running' && !killed.includes(pid);
    const kill = async (name: string): Promise<void> => {
      const { pid } = await nodeOf(name);
      killed.push(pid);
      process.kill(pid ?? Number.NaN, 'SIGKILL');
    };
  });

  it('stops without losing ledgers, and starts again', async () => {
    chain = await client.succeeded(await client.ask(routes.chains.stop, { params: inChain() }));
    chain = await client.ask(routes.chains.get, { params: inChain() });
    expect(chain).toMatchObject({ status: { state: 'stopped' }, allowedActions: ['start', 'release'] });
    const refused = await client.refusal(routes.chaincodes.query, {
      params: ofChaincode(),
      body: { fn: 'ReadAsset', args: ['a1'] },
    });
    expect([refused.status, refused.code]).toEqual([409, 'invalid_state']);
    expect(refused.detail).toContain(`Chain ${chain.name} is stopped`);
    const because = {
      status: 'stopped',
      reasons: [{ code: 'chain_stopped', message: `Chain ${chain.name} is stopped` }],
    };
    expect(chain.health).toMatchObject(because);
    const [shown] = (await client.ask(routes.channels.list, { params: inChain() })).items;
    expect(shown).toMatchObject({ status: { state: 'stopped', reason: because.reasons[0]?.message }, health: because });
    const before = (await client.ask(routes.chaincodes.list, { params: inChannel() })).items;
    expect(before[0]).toMatchObject({ status: { state: 'unavailable' }, health: because });
    const deploy = await client.refusal(routes.chaincodes.deploy, {
      params: inChannel(),
      body: {
        name: 'late',
        version: '1.0',
        origin: before[0]?.definition.origin ?? { type: 'external', address: 'none:1' },
      },
    });
    expect(deploy).toMatchObject({ status: 409, code: 'invalid_state' });
    expect(deploy.detail).toContain(`Chain ${chain.name} is stopped`);
    expect((await client.ask(routes.chaincodes.list, { params: inChannel() })).items).toEqual(before);
    expect(await client.refusal(routes.chains.stop, { params: inChain() })).toMatchObject({ code: 'invalid_state' });
    await client.succeeded(await client.ask(routes.chains.start, { params: inChain() }));
    expect(JSON.parse(await query('ReadAsset', ['a1']))).toMatchObject({ owner: 'zoe' });
    for (const { status, health } of (await client.ask(routes.channels.list, { params: inChain() })).items) {
      expect([status.state, health]).toEqual(['active', HEALTHY]);
    }
  });

  it('has its chaincode upgraded to the next sequence', async () => {
    const second = await upload(await goSample({ 'private.go': PRIVATE, 'second.go': SECOND }));
    const body = { version: '2.0', origin: { type: 'source', sourceId: second.id } } as const;
    await client.succeeded(await client.ask(routes.chaincodes.upgrade, { params: ofChaincode(), body }));
    expect(await query('Edition', [])).toBe('second');
    const { items } = await client.ask(routes.chaincodes.definitions, { params: ofChaincode() });
    expect(items.map(({ sequence, version, state }) => [sequence, version, state])).toEqual([
      [2, '2.0', 'committed'],
      [1, '1.0', 'superseded'],
    ]);
    expect((await client.ask(routes.chaincodes.list, { params: inChannel() })).items).toHaveLength(1);
  });

  it('is released with everything it had, and can be deleted only after that', async () => {
    expect(await client.refusal(routes.chains.delete, { params: inChain() })).toMatchObject({ status: 409 });
    const body = { confirmName: chain.name };
    await client.succeeded(await client.ask(routes.chains.release, { params: inChain(), body }));
    expect(await nodes()).toEqual([]);
    expect((await client.ask(routes.chains.artifacts, { params: inChain() })).items).toEqual([]);
    await client.ask(routes.chains.delete, { params: inChain() });
    expect(await client.refusal(routes.chains.get, { params: inChain() })).toMatchObject({ status: 404 });
    const { items } = await client.ask(routes.operations.list, { query: { kind: 'chain.release' } });
    expect(items.map(({ state }) => state)).toEqual(['succeeded']);
  });
});
