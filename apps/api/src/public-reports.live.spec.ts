import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { SignedInClient } from '@heddle/client';
import { api as routes, type Chain, type Chaincode, type Channel } from '@heddle/contracts';
import { until, type ApiUnderTest } from './testing/api-under-test';
import { ChainUnderTest } from './testing/chain-under-test';
import { faultyChaincode, faultyNodeChaincode } from './testing/faulty-chaincode';
import type { TestWorker } from './testing/test-worker';

jest.setTimeout(120_000);

describe('problems that users of other chains reported', () => {
  let running: ChainUnderTest | undefined;
  let api: ApiUnderTest;
  let worker: TestWorker;
  let client: SignedInClient;
  let chain: Chain;
  let channel: Channel;
  let other: Channel;
  let chaincode: Chaincode;

  beforeAll(async () => {
    running = await ChainUnderTest.start({
      name: 'reports',
      ordering: { orderers: 3 },
      organizations: [
        { name: 'org1', peers: 1 },
        { name: 'org2', peers: 1 },
      ],
    });
    ({ api, worker, client, chain } = running);
    const params = { chainId: chain.id };
    channel = await running.channel('ch1');
    other = await running.channel('ch2', ['org2']);
    const source = await client.ask(routes.chaincodes.upload, { file: await faultyChaincode() });
    const collection = (name: string, mspIds: readonly string[]) => ({
      name,
      policy: `OR(${mspIds.map((mspId) => `'${mspId}.member'`).join(', ')})`,
      requiredPeerCount: 0,
      maxPeerCount: 0,
      memberOnlyRead: false,
      memberOnlyWrite: false,
      endorsementPolicy: null,
    });
    chaincode = await client.succeeded(
      await client.ask(routes.chaincodes.deploy, {
        params: { ...params, channelId: channel.id },
        body: {
          name: 'faults',
          version: '1',
          origin: { type: 'source', sourceId: source.id },
          collections: [
            collection('onlyOrg1', ['Org1MSP']),
            { ...collection('org1Alone', ['Org1MSP']), endorsementPolicy: "OR('Org1MSP.member')" },
          ],
        },
      }),
    );
  });
  afterAll(() => running?.stop());

  const paramsOf = ({ id }: Chaincode) => ({ chainId: chain.id, channelId: channel.id, chaincodeId: id });
  const params = () => paramsOf(chaincode);
  type Call = Parameters<typeof client.ask<typeof routes.chaincodes.invoke>>[1];
  type Body = NonNullable<NonNullable<Call>['body']>;
  const invoke = (body: Body) => client.ask(routes.chaincodes.invoke, { params: params(), body });
  const query = (body: Body) => client.ask(routes.chaincodes.query, { params: params(), body });
  const refused = (body: Body) => client.refusal(routes.chaincodes.invoke, { params: params(), body });

  const refusedQuery = (body: Body) => client.refusal(routes.chaincodes.query, { params: params(), body });
  const transient = { value: 'v' };
  const runsAgain = (which = chaincode) =>
    until(async () => {
      const call = { params: paramsOf(which), body: { fn: 'Length', args: ['x'] } };
      const answer = await client.ask(routes.chaincodes.invoke, call).catch(() => undefined);
      return answer?.validationCode === 'VALID';
    }, 60_000);

  it('preserves every byte of a value, an argument and a result', async () => {
    const base64 = 'AAEC//4=';
    await invoke({ fn: 'Put', args: ['bytes'], transient: { value: { base64 } } });
    expect(await query({ fn: 'Get', args: ['bytes'] })).toEqual({
      result: '\u0000\u0001\u0002\ufffd\ufffd',
      resultBase64: base64,
    });
    expect(await query({ fn: 'Length', args: [{ base64: 'YWJj' }] })).toEqual({ result: '3' });
  });

  it('finds transactions and blocks by ids as users paste them', async () => {
    const { transactionId, blockNumber } = await invoke({ fn: 'Swap', args: ['pasted', '1'] });
    const inChannel = { chainId: chain.id, channelId: channel.id };
    for (const pasted of [transactionId.toUpperCase(), ` 0x${transactionId} `]) {
      const found = await client.ask(routes.blocks.transaction, { params: { ...inChannel, transactionId: pasted } });
      expect(found).toMatchObject({ transactionId, blockNumber });
    }
    const { hash } = await client.ask(routes.blocks.get, { params: { ...inChannel, block: String(blockNumber) } });
    const block = await client.ask(routes.blocks.get, { params: { ...inChannel, block: ` 0X${hash.toUpperCase()}` } });
    expect(block).toMatchObject({ number: blockNumber, hash });
  });

  it('names the key and the organizations whose results differ', async () => {
    const problem = await refused({ fn: 'Clock', args: ['clock'] });
    expect(problem).toMatchObject({ status: 422, code: 'endorsements_differ' });
    expect(problem.detail).toMatch(/key "clock" of chaincode faults: org1 wrote "2\d{3}-.*, org2 wrote "2\d{3}-/);
    expect(problem.remedy).toContain('no clock');
  });

  it('names key and winner of a read conflict', async () => {
    const values = ['a', 'b', 'c', 'd', 'e', 'f'];
    const answers = await Promise.allSettled(
      values.map((value) => refused({ fn: 'Swap', args: ['contended', value] })),
    );
    const problem = answers.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value] : []))[0];
    expect(problem).toMatchObject({ status: 409, code: 'transaction_invalid' });
    expect(problem?.detail).toMatch(
      /MVCC_READ_CONFLICT\. Key "contended" of faults was changed first by transaction [0-9a-f]{64} in block \d+ \(faults\.Swap by org1\)/,
    );
  });

  it('names the members of a collection to which private input is limited', async () => {
    const problem = await refused({ fn: 'PutPrivate', args: ['onlyOrg1', 'k'], transient });
    expect(problem.detail).toContain('Collection onlyOrg1 is held by org1.');
    expect(problem.remedy).toContain('(org1)');
  });

  it('names the holders of private data that a peer lacks', async () => {
    await invoke({ fn: 'PutPrivate', args: ['org1Alone', 'k'], transient, endorsingOrganizations: ['org1'] });
    await until(async () => {
      const problem = await refusedQuery({ fn: 'GetPrivate', args: ['org1Alone', 'k'], organization: 'org2' });
      return (
        problem.detail.includes('not available') && problem.detail.includes('Collection org1Alone is held by org1.')
      );
    });
    const problem = await refusedQuery({ fn: 'GetPrivate', args: ['org1Alone', 'k'], organization: 'org2' });
    expect(problem.remedy).toContain('The peer of org2 does not hold this data');
  });

  it('reports that an organization is not on the channel, and names the members', async () => {
    for (const wanted of [{ organization: 'org1' }, { organization: 'org9' }]) {
      const body = { fn: 'Get', args: ['k'], ...wanted };
      const { detail, remedy } = await client.refusal(routes.chaincodes.query, {
        params: { ...params(), channelId: other.id },
        body,
      });
      expect([detail, remedy]).toEqual([`${wanted.organization} is not on ch2.`, 'Call as one of its members: org2.']);
    }
  });

  it('names the limit that an argument exceeds', async () => {
    const problem = await refused({ fn: 'Length', args: ['x'.repeat(3_000_000)] });
    expect(problem).toMatchObject({ status: 413, code: 'payload_too_large' });
    expect(problem.detail).toContain('larger than 1 MiB and has 2.9 MiB');
    expect(problem.remedy).toContain('HEDDLE_BODY_LIMIT_MIB');
  });

  describe('of a chaincode that exits', () => {
    it.each([
      ['on a panic', { fn: 'Panic', args: ['no such luck'] }, 'panic: no such luck'],
      ['by itself', { fn: 'Exit', args: ['3'] }, 'leaving with code 3'],
    ])('%s: a separate error code and its last lines', async (_, body, words) => {
      await runsAgain();
      const submitted = await refused(body);
      expect(submitted).toMatchObject({ status: 502, code: 'chaincode_crashed' });
      expect(submitted.cause).toContain(words);
      await runsAgain();
      const asked = await refusedQuery(body);
      expect(asked).toMatchObject({ status: 502, code: 'chaincode_crashed' });
      expect(asked.cause).toContain(words);
      await runsAgain();
    });
  });

  it('answers 503 while the servers of a chaincode are down', async () => {
    await runsAgain();
    const { items } = await client.ask(routes.nodes.list, { params: { chainId: chain.id } });
    const servers = items.flatMap(({ kind, pid }) => (kind === 'chaincode' && pid !== null ? [pid] : []));
    expect(servers).not.toEqual([]);
    worker.freeze();
    try {
      for (const pid of servers) process.kill(pid, 'SIGKILL');
      const expected = { status: 503, code: 'chaincode_unavailable' };
      const call = { fn: 'Length', args: ['x'] };
      // Until the server has ended, a call succeeds; one that it was executing reports that the server crashed.
      const seen = () => refusedQuery(call).catch(() => undefined);
      await until(async () => (await seen())?.code === 'chaincode_unavailable', 20_000);
      for (const problem of [await refusedQuery(call), await refused(call)]) {
        expect(problem).toMatchObject(expected);
        expect(problem.remedy).toContain('Check that the chaincode server of each endorsing organization runs');
      }
    } finally {
      worker.thaw();
    }
    await runsAgain();
  });

  it('reports the last lines of a Node.js chaincode that exits, and restarts it', async () => {
    const source = await client.ask(routes.chaincodes.upload, { file: await faultyNodeChaincode() });
    const deployed = await client.succeeded(
      await client.ask(routes.chaincodes.deploy, {
        params: { chainId: chain.id, channelId: channel.id },
        body: { name: 'nodefaults', version: '1', origin: { type: 'source', sourceId: source.id } },
      }),
    );
    const problem = await client.refusal(routes.chaincodes.invoke, {
      params: paramsOf(deployed),
      body: { fn: 'Exit', args: ['3'] },
    });
    expect(problem).toMatchObject({ status: 502, code: 'chaincode_crashed' });
    expect(problem.cause).toContain('leaving with code 3');
    expect(problem.remedy).toContain('instead of ending its process');
    await runsAgain(deployed);
  });

  it('names the organization whose only peer is dead', async () => {
    await runsAgain();
    const { items } = await client.ask(routes.nodes.list, { params: { chainId: chain.id } });
    const pid = items.find(({ kind, organization }) => kind === 'peer' && organization === 'org2')?.pid;
    worker.freeze();
    if (pid !== undefined && pid !== null) process.kill(pid, 'SIGKILL');
    const problem = await refused({ fn: 'Put', args: ['k'], transient });
    worker.thaw();
    expect(problem.detail).toContain('no peer of org2 (');
    expect(problem).toMatchObject({ status: 503, code: 'unavailable' });
    expect(problem.remedy).toContain('Start a peer of org2');
  });

  describe('of a chain that is started', () => {
    const inChain = () => ({ chainId: chain.id });
    const stop = async () => client.succeeded(await client.ask(routes.chains.stop, { params: inChain() }));
    const start = async () => client.succeeded(await client.ask(routes.chains.start, { params: inChain() }));

    it('commits as soon as the start has succeeded', async () => {
      await stop();
      await start();
      expect(await invoke({ fn: 'Length', args: ['x'] })).toMatchObject({ validationCode: 'VALID' });
    });

    it('lets an orderer that lost its ledger rejoin', async () => {
      const { name, pid } = (await orderers())[0] ?? { name: '', pid: null };
      worker.freeze();
      if (pid !== null) process.kill(pid, 'SIGKILL');
      const volumes = join(api.settings.dataDirectory, 'nodes', chain.id, name, 'volumes');
      for (const volume of await readdir(volumes)) {
        await rm(join(volumes, volume), { recursive: true });
        await mkdir(join(volumes, volume));
      }
      worker.thaw();
      let reason: string | null = null;
      await until(async () => {
        const { status } = await client.ask(routes.chains.get, { params: inChain() });
        reason = status.reason;
        return reason?.includes('has lost its ledger') === true;
      }, 30_000);
      expect(reason).toContain(`${name} has lost its ledger of ch1, ch2`);
      // Raft loses requests that its killed leader had accepted, until the other orderers have elected a leader.
      const commits = () =>
        invoke({ fn: 'Length', args: ['x'] }).then(({ validationCode }) => validationCode === 'VALID');
      await until(() => commits().catch(() => false), 90_000);
      for (let call = 0; call < 10; call += 1) {
        expect(await invoke({ fn: 'Length', args: ['x'] })).toMatchObject({ validationCode: 'VALID' });
      }
      await stop();
      await start();
      for (let call = 0; call < 10; call += 1) {
        expect(await invoke({ fn: 'Length', args: ['x'] })).toMatchObject({ validationCode: 'VALID' });
      }
      await until(async () => (await orderers()).every(({ status }) => status.state === 'running'));
      await until(async () => {
        const heights = (await orderers()).map(({ blockHeights }) => blockHeights['ch1']);
        return heights[0] !== undefined && heights.every((height) => height === heights[0]);
      }, 20_000);
    });

    const orderers = async () =>
      (await client.ask(routes.nodes.list, { params: inChain() })).items.filter(({ kind }) => kind === 'orderer');
  });
});
