import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { chainRoom, type Health } from '@heddle/contracts';
import { scriptedServer, upload } from './testing/chaincode-sources';
import { askDeploy, type Place } from './testing/chaincodes';
import { createChain, defineChannel, withPeer } from './testing/small-chain';
import { TestInstallation } from './testing/test-installation';
import { until } from './testing/until';
import { freeze } from './testing/freeze';

jest.setTimeout(120_000);

let installation: TestInstallation;
let place: Place;

beforeAll(async () => {
  installation = await TestInstallation.open();
  await installation.startWorker({ limits: { launchMs: 1_000, serverLookMs: 1_000 } });
  const chainId = await createChain(installation);
  const channelId = await defineChannel(installation, chainId, 'orders');
  expect(await installation.run('channel.create', { chainId, channelId })).toMatchObject({ state: 'succeeded' });
  place = { chainId, channelId };
});
afterAll(() => installation.dispose());

const submit = (chaincode: string) =>
  withPeer(installation, place.chainId, ({ gateway }) => gateway.submit('orders', chaincode, { fn: 'any', args: [] }));

async function deployed(name: string, argument: string) {
  const source = await upload(installation, scriptedServer('mute-after', argument));
  const { id, chaincodeId } = await askDeploy(installation, place, { name, version: '1.0', source });
  expect(await installation.finished(id)).toMatchObject({ state: 'succeeded', error: null });
  return chaincodeId;
}

async function serverOf(name: string) {
  const rows = await installation.database.store.nodes.ofChain(place.chainId);
  const row = rows.find((one) => one.name.startsWith(`cc-${name}-`));
  if (row === undefined) throw new Error(`There is no server of ${name}.`);
  return row;
}

async function heldOf(name: string) {
  const isHeld = async () => (await serverOf(name)).stateReason?.startsWith('It is held down') === true;
  await until(isHeld, `the server of ${name} is held down`);
  return serverOf(name);
}

/** The health of the chaincode and of its chain, as published in the chain's room. */
async function lastPublished(chaincodeId: string): Promise<[Health | undefined, Health | undefined]> {
  const { events } = await installation.database.store.live.read(chainRoom(place.chainId), 0, 10_000);
  const payloads = events.map(({ payload }) => payload).reverse();
  const chaincode = payloads.find((payload) => payload.topic === 'chaincode' && payload.chaincode.id === chaincodeId);
  const chain = payloads.find(({ topic }) => topic === 'chain');
  return [
    chaincode?.topic === 'chaincode' ? chaincode.chaincode.health : undefined,
    chain?.topic === 'chain' ? chain.chain.health : undefined,
  ];
}

it('a server that no longer registers is stopped and reported, until it registers again after a restart', async () => {
  const { chains, chaincodes } = installation.database.store;
  const gate = join(installation.gates, 'mute');
  await deployed('paper', join(installation.gates, 'never'));
  const id = await deployed('feed', gate);
  expect(await submit('feed')).toMatchObject({ validationCode: 'VALID' });

  await writeFile(gate, '');
  process.kill((await serverOf('feed')).pid ?? 0, 'SIGKILL');
  const held = await heldOf('feed');
  expect(held.stateReason).toMatch(/^It is held down because it took the stream and did not register within 1 s: /);
  expect(await chaincodes.get(id)).toMatchObject({
    state: 'degraded',
    stateReason: `${held.name}: ${held.stateReason ?? ''}`,
  });
  await until(async () => (await chains.get(place.chainId)).state === 'degraded', 'the chain is degraded');
  const [chaincodeHealth, chainHealth] = await lastPublished(id);
  expect(chaincodeHealth).toMatchObject({
    status: 'down',
    reasons: [{ code: 'no_server_runs' }, { code: 'node_held', params: { node: held.name } }],
  });
  expect(chainHealth?.reasons.map(({ code }) => code)).toEqual(expect.arrayContaining(['no_server_runs', 'node_held']));

  await expect(submit('feed')).rejects.toMatchObject({
    code: 'chaincode_unavailable',
    message: expect.stringContaining('connection refused') as string,
  });
  expect(await submit('paper')).toMatchObject({ validationCode: 'VALID' });

  await rm(gate);
  const restart = { chainId: place.chainId, nodeId: held.id };
  expect(await installation.run('node.restart', restart)).toMatchObject({ state: 'succeeded', error: null });
  await until(async () => (await chaincodes.get(id)).state === 'active', 'the chaincode is active');
  expect(await serverOf('feed')).toMatchObject({ state: 'running', stateReason: null });
  expect(await submit('feed')).toMatchObject({ validationCode: 'VALID' });
  await until(
    async () => (await lastPublished(id)).every((health) => health?.status === 'healthy'),
    'everything is reported healthy',
  );
});

describe('a server that a second stream would disturb, such as one in Java,', () => {
  async function deployedAsJava(name: string, gate: string) {
    const id = await deployed(name, gate);
    const { chaincodes } = installation.database.store;
    const { committedDefinitionId } = await chaincodes.get(id);
    if (committedDefinitionId === null) throw new Error(`${name} is not committed.`);
    await installation.database.transaction((store) =>
      store.chaincodes.updateDefinition(committedDefinitionId, { language: 'java' }),
    );
    // The language of a definition never changes otherwise, so it is read once for each run of a server.
    await crash(name);
    return id;
  }

  /** Ends the process of a server, and waits for the next one. */
  async function crash(name: string): Promise<void> {
    const { pid } = await serverOf(name);
    process.kill(pid ?? 0, 'SIGKILL');
    await until(async () => {
      const now = await serverOf(name);
      return now.state === 'running' && now.pid !== pid;
    }, `the server of ${name} runs again`);
  }

  it('is stopped after it did not register when its peer launched it', async () => {
    const gate = join(installation.gates, 'mute-java');
    const id = await deployedAsJava('store', gate);
    await writeFile(gate, '');
    await crash('store');
    await expect(submit('store')).rejects.toThrow();
    const { name, stateReason } = await heldOf('store');
    expect(stateReason).toMatch(/^It is held down because it did not register in time when peer0-org1 launched it: /);
    expect(await installation.database.store.chaincodes.get(id)).toMatchObject({
      state: 'degraded',
      stateReason: `${name}: ${stateReason ?? ''}`,
    });
  });

  it('is stopped when its process does not answer a handshake', async () => {
    await deployedAsJava('frozen', join(installation.gates, 'never'));
    expect(await submit('frozen')).toMatchObject({ validationCode: 'VALID' });
    await freeze((await serverOf('frozen')).pid ?? 0);
    const { stateReason } = await heldOf('frozen');
    expect(stateReason).toMatch(/^It is held down because it did not answer a TLS handshake within 1 s: /);
  });
});
