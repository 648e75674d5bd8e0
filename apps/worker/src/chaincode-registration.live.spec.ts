import type { ChaincodeId, ChaincodeOrigin, Operation } from '@heddle/contracts';
import type { ChaincodeSourceEntity } from '@heddle/data';
import { LifecycleClient } from '@heddle/fabric';
import { FOREVER_MS, freePorts, startScriptedServer, type ServerBehaviour } from '@heddle/testing';
import { scriptedServer, upload } from './testing/chaincode-sources';
import { askDeploy, type Place } from './testing/chaincodes';
import { createChain, defineChannel, withPeer } from './testing/small-chain';
import { TestInstallation } from './testing/test-installation';
import { until } from './testing/until';

jest.setTimeout(120_000);

const REGISTRATION_MS = 4_000;

let installation: TestInstallation;
let place: Place;

beforeAll(async () => {
  installation = await TestInstallation.open();
  await installation.startWorker({ limits: { registrationMs: REGISTRATION_MS } });
  const chainId = await createChain(installation);
  const channelId = await defineChannel(installation, chainId, 'orders');
  expect(await installation.run('channel.create', { chainId, channelId })).toMatchObject({ state: 'succeeded' });
  place = { chainId, channelId };
  expect(await deploy('paper', 'serves')).toMatchObject({ state: 'succeeded', error: null });
});
afterAll(() => installation.dispose());

async function asked(
  name: string,
  source: ChaincodeSourceEntity | ChaincodeOrigin,
): Promise<{ operation: Operation; chaincodeId: ChaincodeId }> {
  const { id, chaincodeId } = await askDeploy(installation, place, { name, version: '1.0', source });
  return { operation: await installation.finished(id), chaincodeId };
}

async function deploy(name: string, behaviour: ServerBehaviour, argument = ''): Promise<Operation> {
  const { operation } = await asked(name, await upload(installation, scriptedServer(behaviour, argument)));
  return operation;
}

const invoke = () =>
  withPeer(installation, place.chainId, async ({ gateway }) => {
    const { validationCode } = await gateway.submit('orders', 'paper', { fn: 'any', args: [] });
    return validationCode;
  });

/** Chaincodes that are installed on the peer. */
const onPeer = (name: string) =>
  withPeer(installation, place.chainId, async ({ peer }) => {
    const lifecycle = new LifecycleClient(peer);
    const installed = await lifecycle.installed();
    return {
      installed: installed.filter(({ label }) => label.startsWith(`${name}_`)),
      committed: await lifecycle.queryCommitted('orders', name),
    };
  });

it.each([
  ['slow', '20000', /took the stream and did not register within 4 s\.$/],
  ['mute', '', /^Chaincode server cc-mute-org1-\w{8} took the stream and did not register within 4 s\.$/],
  ['wrong-id', '', /registered as "other_1:ab12" instead of "wrong-id_1\.0:\w{64}"\.$/],
  ['wrong-message', '', /sent a message of type 5 instead of REGISTER\.$/],
  ['ends', '', /ended the stream before it registered\.$/],
  ['exits', '', /ended (the connection before it registered|by itself)/],
  ['http', '', /refused TLS|does not speak gRPC/],
  ['other-service', '', /is not a chaincode server/],
] as const)(
  'a server that is %s fails the deployment before anything is installed',
  async (behaviour, argument, message) => {
    const failed = await deploy(behaviour, behaviour, argument);
    expect(failed).toMatchObject({
      state: 'failed',
      error: { step: 'serve', message: expect.stringMatching(message) as string },
    });
    expect(['chaincode_not_registered', 'chaincode_crashed']).toContain(failed.error?.code);
    expect(await onPeer(behaviour)).toEqual({ installed: [], committed: undefined });
    // A pass of the reconciler may have read the state just before.
    await until(async () => {
      const rows = await installation.database.store.nodes.ofChain(place.chainId);
      return rows.find(({ name }) => name.startsWith(`cc-${behaviour}-`))?.state === 'stopped';
    }, 'the server is stopped');
  },
);

it('commits continue while a server that does not register is deployed', async () => {
  const source = await upload(installation, scriptedServer('mute', 'again'));
  await installation.withLimits({ registrationMs: FOREVER_MS }, async () => {
    const { id } = await askDeploy(installation, place, { name: 'waiting', version: '1.0', source });
    await installation.reported(id, /^Waiting until cc-waiting-org1-\w{8} registers as waiting_1\.0:/);
    expect(await invoke()).toBe('VALID');
    expect(await installation.act('cancel', id)).toMatchObject({ state: 'cancelled', error: null });
  });
});

it('the last log lines of a server that does not register are the cause', async () => {
  expect(await deploy('silent', 'mute', 'again')).toMatchObject({
    state: 'failed',
    error: {
      code: 'chaincode_not_registered',
      cause: expect.stringMatching(/^Its last log lines:\n(.*\n)*waiting for the price feed/) as string,
      remedy: expect.stringContaining('REGISTER') as string,
    },
  });
});

it('a server that registers late is deployed, and the operation reports what it waits for', async () => {
  const source = await upload(installation, scriptedServer('slow', '3000'));
  const { id } = await askDeploy(installation, place, { name: 'late', version: '1.0', source });
  expect(await installation.finished(id)).toMatchObject({ state: 'succeeded', error: null });
  await installation.reported(id, /^Waiting until cc-late-org1-\w{8} registers/);
});

describe('a server that runs elsewhere', () => {
  const external = (address: string): ChaincodeOrigin => ({ type: 'external', address, rootCertificate: null });

  it('and is not running is rejected before the commit; once it runs, a retry continues', async () => {
    const [port = 0] = await freePorts(1);
    const { operation, chaincodeId } = await asked('away', external(`127.0.0.1:${String(port)}`));
    const [definition] = await installation.database.store.chaincodes.definitions(chaincodeId);
    const packageId = definition?.packageIds['org1'] ?? '';
    expect(operation).toMatchObject({
      state: 'failed',
      error: {
        step: 'serve',
        code: 'chaincode_not_registered',
        message: `The chaincode server at 127.0.0.1:${String(port)} is not there: nothing listens at this address.`,
        remedy: expect.stringContaining(packageId) as string,
      },
    });
    expect(await onPeer('away')).toEqual({ installed: [], committed: undefined });

    const server = await startScriptedServer({ behaviour: 'serves', packageId, port });
    try {
      expect(await installation.act('retry', operation.id)).toMatchObject({ state: 'succeeded', error: null });
    } finally {
      await server.stop();
    }
  });
});
