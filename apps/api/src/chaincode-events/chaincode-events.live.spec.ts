import type { SignedInClient } from '@heddle/client';
import {
  ChaincodeEventLine,
  api as routes,
  type Chain,
  type Chaincode,
  type ChaincodeEvent,
  type Channel,
} from '@heddle/contracts';
import { cookieOf, until, type ApiUnderTest, type LiveClient } from '../testing/api-under-test';
import { goSample } from '../testing/archives';
import { ChainUnderTest } from '../testing/chain-under-test';
import { EventListener } from '../testing/event-listener';
import { readLines, type LineReader } from '../testing/line-reader';
import { MOST_STREAMS } from './event-streams';

jest.setTimeout(120_000);

/** Emits bytes that are not text. */
const BYTES = `package main

import (
	"github.com/hyperledger/fabric-contract-api-go/v2/contractapi"
)

func (c *AssetTransfer) EmitBytes(ctx contractapi.TransactionContextInterface) error {
	return ctx.GetStub().SetEvent("Bytes", []byte{0, 1, 2, 255, 254})
}
`;

describe('events of a chaincode', () => {
  let running: ChainUnderTest | undefined;
  const readers: LineReader[] = [];
  let api: ApiUnderTest;
  let client: SignedInClient;
  let chain: Chain;
  let channel: Channel;
  let chaincode: Chaincode;

  beforeAll(async () => {
    running = await ChainUnderTest.start({
      name: 'events',
      ordering: { orderers: 1 },
      organizations: [{ name: 'org1', peers: 2 }],
    });
    ({ api, client, chain } = running);
    channel = await running.channel('orders');
    chaincode = await running.deploy(channel, 'assets', { 'bytes.go': BYTES });
  });
  afterEach(() => {
    for (const reader of readers.splice(0)) reader.close();
  });
  afterAll(() => running?.stop());

  const inChannel = () => ({ chainId: chain.id, channelId: channel.id });
  const ofChaincode = () => ({ ...inChannel(), chaincodeId: chaincode.id });
  const invoke = (fn: string, args: string[]) =>
    client.ask(routes.chaincodes.invoke, { params: ofChaincode(), body: { fn, args } });
  const create = (id: string) => invoke('CreateAsset', [id, 'ann', 'red', '5']);
  const path = () => `/chains/${chain.id}/channels/${channel.id}/chaincodes/${chaincode.id}/events`;

  async function read(query: Record<string, string> = {}, headers: Record<string, string> = {}): Promise<LineReader> {
    const url = `${api.url}/api/v1${path()}?${new URLSearchParams(query).toString()}`;
    const reader = await readLines(url, { authorization: `Bearer ${api.token}`, ...headers });
    readers.push(reader);
    return reader;
  }

  const hear = async (place: { fromBlock?: number; afterTransactionId?: string } = {}, socket?: LiveClient) =>
    EventListener.subscribe(socket ?? (await api.socket()), { subscription: 's', ...ofChaincode(), ...place });
  /** Streams from peers that are open for the live feed. */
  const feeds = async (): Promise<string | undefined> =>
    /^heddle_live_chaincodes (\d+)$/m.exec(await (await fetch(`${api.url}/metrics`)).text())?.[1];

  const eventsOf = ({ lines }: LineReader): ChaincodeEvent[] =>
    lines
      .filter((line) => line !== '')
      .map((line) => ChaincodeEventLine.parse(JSON.parse(line)))
      .flatMap((line) => (line.type === 'event' ? [line] : []));

  it('are delivered when they are committed, each with its transaction', async () => {
    const reader = await read();
    expect([reader.status, reader.type]).toEqual([200, 'application/x-ndjson']);
    await until(() => reader.lines.includes(''));
    const { transactionId, blockNumber } = await create('e1');
    await until(() => eventsOf(reader).length === 1);
    expect(eventsOf(reader)).toEqual([
      expect.objectContaining({
        transactionId,
        blockNumber,
        name: 'AssetCreated',
        payload: expect.stringContaining('ann') as string,
      }),
    ]);
  });

  it('are replayed from a block, and continue after a transaction', async () => {
    await create('e2');
    await create('e3');
    const all = await read({ fromBlock: '0' });
    await until(() => eventsOf(all).length === 3);
    const [first, second, third] = eventsOf(all);
    const rest = await read({
      fromBlock: String(first?.blockNumber),
      afterTransactionId: first?.transactionId ?? '',
    });
    await until(() => eventsOf(rest).length === 2);
    expect(eventsOf(rest)).toEqual([second, third]);
    const { transactionId } = await create('e4');
    await until(() => eventsOf(rest).length === 3);
    expect(eventsOf(rest).at(-1)).toMatchObject({ transactionId });
  });

  it('can be filtered by name, and contain the exact bytes of binary payloads', async () => {
    await invoke('EmitBytes', []);
    const reader = await read({ fromBlock: '0', eventName: 'Bytes' });
    await until(() => eventsOf(reader).length === 1);
    expect(eventsOf(reader)[0]).toMatchObject({ name: 'Bytes', payloadBase64: 'AAEC//4=' });
  });

  it('are sent as server-sent events on request, and resume after the last received one', async () => {
    const sse = { accept: 'text/event-stream' };
    const reader = await read({ fromBlock: '0' }, sse);
    expect(reader.type).toBe('text/event-stream');
    const ids = () => reader.lines.filter((line) => line.startsWith('id: ')).map((line) => line.slice(4));
    await until(() => ids().length === 5);
    expect(reader.lines[0]).toBe(':');
    const resumed = await read({ fromBlock: '0' }, { ...sse, 'last-event-id': ids()[3] ?? '' });
    await until(() => resumed.lines.some((line) => line.startsWith('id: ')));
    expect(resumed.lines.filter((line) => line.startsWith('id: '))).toEqual([`id: ${ids()[4] ?? ''}`]);
    const refused = await read({}, { ...sse, 'last-event-id': 'nonsense' });
    expect(refused.status).toBe(422);
  });

  it('are published on the live feed as in REST, to all clients over one stream, until the last one leaves', async () => {
    const [one, two] = [await hear(), await hear()];
    expect([one.ack, await feeds()]).toEqual([expect.objectContaining({ ok: true, subscription: 's' }), '1']);
    await invoke('EmitBytes', []);
    const { blockNumber, transactionId } = await create('f1');
    await until(() => one.events.length === 2 && two.events.length === 2);
    const rest = await read({ fromBlock: String(one.events[0]?.blockNumber) });
    await until(() => eventsOf(rest).length === 2);
    expect(one.events).toEqual(eventsOf(rest));
    expect(two.events).toEqual(one.events);
    expect(one.events).toMatchObject([{ payloadBase64: 'AAEC//4=' }, { blockNumber, transactionId }]);
    await two.socket.emitWithAck('unsubscribeChaincodeEvents', { subscription: 's' });
    expect(await feeds()).toBe('1');
    one.socket.disconnect();
    await until(async () => (await feeds()) === '0');
  });

  it('are delivered once over the live feed to a client that reconnects', async () => {
    const before = await hear();
    const { blockNumber, transactionId } = await create('g1');
    await until(() => before.events.length === 1);
    before.socket.disconnect();
    await until(async () => (await feeds()) === '0');
    const missed = await create('g2');
    const after = await hear({ fromBlock: blockNumber, afterTransactionId: transactionId });
    await until(() => after.events.length === 1);
    const next = await create('g3');
    await until(() => after.events.length === 2);
    const again = await hear({ fromBlock: blockNumber, afterTransactionId: transactionId });
    await until(() => again.events.length === 2);
    for (const { events, messages } of [after, again]) {
      expect(events.map((event) => event.transactionId)).toEqual([missed.transactionId, next.transactionId]);
      expect(messages.filter(({ type }) => type === 'gap')).toEqual([]);
    }
  });

  it('end on the live feed with the session, and are rejected with the same problem as in REST', async () => {
    const socket = await api.socket();
    const unknown = { ...ofChaincode(), chaincodeId: channel.id as never };
    const missing = await EventListener.subscribe(socket, { subscription: 'm', ...unknown });
    expect(missing.ack).toMatchObject({ ok: false, subscription: 'm', problem: { code: 'not_found', status: 404 } });
    const wrong = await hear({ afterTransactionId: 'a'.repeat(64) }, socket);
    expect(wrong.ack).toMatchObject({ ok: false, problem: { errors: [{ path: 'afterTransactionId' }] } });
    const kept = api.token;
    const session = await api.signIn();
    api.token = kept;
    const signedIn = await hear({}, await api.socket(session.body.accessToken));
    await api.post('/auth/logout', { headers: { cookie: cookieOf(session, 'heddle_refresh') } });
    await until(() => signedIn.socket.disconnected, 15_000);
  });

  it('continue from another peer when the current one dies', async () => {
    const reader = await read();
    await until(() => reader.lines.includes(''));
    const { items } = await client.ask(routes.nodes.list, { params: { chainId: chain.id } });
    const peer = items.find(({ kind }) => kind === 'peer');
    process.kill(peer?.pid ?? Number.NaN, 'SIGKILL');
    await until(async () => {
      const answer = await api.post(path().replace(/events$/, 'invoke'), {
        body: { fn: 'CreateAsset', args: [`k${String(Date.now())}`, 'ann', 'red', '5'] },
      });
      return answer.status === 200;
    }, 30_000);
    await until(() => eventsOf(reader).length >= 1, 30_000);
    const places = eventsOf(reader).map(({ transactionId }) => transactionId);
    expect(new Set(places).size).toBe(places.length);
  });

  it('continue over the live feed once a peer is back after all were down, and report the interruption', async () => {
    const listener = await hear();
    // The peer that died before is restarted meanwhile.
    await until(async () => {
      const { items } = await client.ask(routes.nodes.list, { params: { chainId: chain.id } });
      for (const { kind, pid } of items) if (kind === 'peer' && pid !== null) kill(pid);
      return listener.states.includes('reconnecting');
    }, 30_000);
    await until(() => listener.states.at(-1) === 'live', 60_000);
    await until(async () => {
      const body = { fn: 'CreateAsset', args: [`l${String(Date.now())}`, 'ann', 'red', '5'] };
      return (await api.post(path().replace(/events$/, 'invoke'), { body })).status === 200;
    }, 30_000);
    await until(() => listener.events.length >= 1, 30_000);
    const places = listener.events.map(({ transactionId }) => transactionId);
    expect([new Set(places).size, listener.states.slice(0, 2)]).toEqual([places.length, ['live', 'reconnecting']]);
  });

  it('are rejected without a sign-in, for an unknown chaincode, and beyond the limit of an account', async () => {
    expect((await read({}, { authorization: 'Bearer invalid' })).status).toBe(401);
    expect((await read({ afterTransactionId: 'a'.repeat(64) })).status).toBe(422);
    expect((await read({ organization: 'org9' })).status).toBe(422);
    const streams = [];
    for (let count = 0; count < MOST_STREAMS; count += 1) streams.push(await read());
    expect(streams.map(({ status }) => status)).toEqual(streams.map(() => 200));
    expect((await read()).status).toBe(429);
    streams[0]?.close();
    await until(async () => (await read()).status === 200);
  });

  it('continue while the chaincode is stopped; its calls are rejected with its name', async () => {
    await client.succeeded(await client.ask(routes.chaincodes.stop, { params: ofChaincode() }));
    const refusal = await client.refusal(routes.chaincodes.query, {
      params: ofChaincode(),
      body: { fn: 'AssetExists', args: ['e1'] },
    });
    expect([refusal.code, refusal.detail]).toEqual([
      'invalid_state',
      'Chaincode assets is stopped: no server of it runs.',
    ]);
    const again = await client.refusal(routes.chaincodes.stop, { params: ofChaincode() });
    expect([again.status, again.code]).toEqual([409, 'invalid_state']);
    const { items } = await client.ask(routes.nodes.list, { params: { chainId: chain.id } });
    const server = items.find(({ kind }) => kind === 'chaincode');
    const params = { chainId: chain.id, nodeId: server?.id ?? ('' as never) };
    expect(await client.refusal(routes.nodes.restart, { params })).toMatchObject({ code: 'invalid_state' });
    const reader = await read({ fromBlock: '0' });
    await until(() => eventsOf(reader).length > 4);
    await client.succeeded(await client.ask(routes.chaincodes.start, { params: ofChaincode() }));
    await create('after');
    await until(() => eventsOf(reader).some(({ payload }) => payload.includes('after')));
  });

  it('end with the chaincode, whose name becomes available again', async () => {
    const wrong = await client.refusal(routes.chaincodes.remove, { params: ofChaincode(), body: { confirmName: 'x' } });
    expect([wrong.status, wrong.errors?.[0]?.path]).toEqual([422, 'confirmName']);
    const body = { confirmName: 'assets' };
    await client.succeeded(await client.ask(routes.chaincodes.remove, { params: ofChaincode(), body }));
    expect(await client.refusal(routes.chaincodes.get, { params: ofChaincode() })).toMatchObject({ status: 404 });
    expect((await read()).status).toBe(404);
    const { items } = await client.ask(routes.chains.artifacts, { params: { chainId: chain.id } });
    expect(items.filter(({ path: file }) => file.includes('assets'))).toEqual([]);
  });

  it('and a removed chaincode is deployed again on its data, with the next sequence', async () => {
    const { id: sourceId } = await client.ask(routes.chaincodes.upload, { file: await goSample() });
    const body = { name: 'assets', version: '2.0', origin: { type: 'source', sourceId } } as const;
    chaincode = await client.succeeded(await client.ask(routes.chaincodes.deploy, { params: inChannel(), body }));
    expect(chaincode.definition).toMatchObject({ sequence: 2, version: '2.0' });
    const { result } = await client.ask(routes.chaincodes.query, {
      params: ofChaincode(),
      body: { fn: 'ReadAsset', args: ['e1'] },
    });
    expect(result).toContain('ann');
  });

  it('and a failed first deployment is deployed again under its name', async () => {
    const broken = await client.ask(routes.chaincodes.upload, {
      file: await goSample({ 'broken.go': 'package main\n\nvar broken int = "text"\n' }),
    });
    const body = { name: 'again', version: '1', origin: { type: 'source', sourceId: broken.id } } as const;
    const first = await client.ask(routes.chaincodes.deploy, { params: inChannel(), body });
    expect(await client.follow(first.operation)).toMatchObject({ state: 'failed' });
    const good = await client.ask(routes.chaincodes.upload, { file: await goSample() });
    const second = await client.ask(routes.chaincodes.deploy, {
      params: inChannel(),
      body: { ...body, origin: { type: 'source', sourceId: good.id } },
    });
    expect(second.resource.id).toBe(first.resource.id);
    await client.succeeded(second);
    const twice = await client.refusal(routes.chaincodes.deploy, { params: inChannel(), body });
    expect([twice.status, twice.code]).toEqual([409, 'name_taken']);
  });
});

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // The peer has already ended.
  }
}
