import { copyFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ChaincodeId, Operation } from '@heddle/contracts';
import type { ChaincodeSourceEntity } from '@heddle/data';
import { goProgram, goSample, slowBuild, typescriptProgram, upload } from './testing/chaincode-sources';
import { askDeploy, askUpgrade, type Place } from './testing/chaincodes';
import { processesOf } from './testing/leftovers';
import { createChain, defineChannel, withPeer } from './testing/small-chain';
import { TestInstallation } from './testing/test-installation';

jest.setTimeout(120_000);

const CRASH = 'panic("the ledger is not where it was")';

let installation: TestInstallation;
let place: Place;
let sample: ChaincodeSourceEntity;

beforeAll(async () => {
  installation = await TestInstallation.open();
  await installation.startWorker();
  const chainId = await createChain(installation);
  const channelId = await defineChannel(installation, chainId, 'orders');
  expect(await installation.run('channel.create', { chainId, channelId })).toMatchObject({ state: 'succeeded' });
  place = { chainId, channelId };
  sample = await upload(installation, await goSample());
});
afterAll(() => installation.dispose());

async function deploy(name: string, source: ChaincodeSourceEntity): Promise<[Operation, ChaincodeId]> {
  const { id, chaincodeId } = await askDeploy(installation, place, { name, version: '1.0', source });
  return [await installation.finished(id), chaincodeId];
}

async function upgrade(chaincodeId: ChaincodeId, version: string, source: ChaincodeSourceEntity): Promise<Operation> {
  const { id } = await askUpgrade(installation, place, { chaincodeId, version, source });
  return installation.finished(id);
}

/** Names of the known chaincode servers with their state. */
async function servers(): Promise<string[]> {
  const rows = await installation.database.store.nodes.ofChain(place.chainId);
  return rows.filter(({ kind }) => kind === 'chaincode').map(({ name, state }) => `${name} ${state}`);
}

async function serverPorts(): Promise<string[]> {
  const leases = await installation.database.store.ports.list();
  return leases.map(({ node }) => node).filter((node) => node.startsWith('cc-'));
}

const invoke = (chaincode: string, id: string) =>
  withPeer(installation, place.chainId, async ({ gateway }) => {
    const { validationCode } = await gateway.submit('orders', chaincode, {
      fn: 'CreateAsset',
      args: [id, 'ada', 'blue', '3'],
    });
    return validationCode;
  });

const chaincode = (id: ChaincodeId) => installation.database.store.chaincodes.find(id);

describe('chaincode that does not compile', () => {
  it.each([
    ['Go', goProgram('missing()'), '"go build" failed (exit 1). main.go:4:2', 'undefined: missing'],
    [
      'TypeScript',
      typescriptProgram('export const size: number = "three";\n'),
      '"npm run build" failed (exit 2). index.ts:1',
      "Type 'string' is not assignable to type 'number'.",
    ],
  ])('in %s is rejected with the compiler’s output', async (_, files, failure, line) => {
    const [failed, id] = await deploy('paper', await upload(installation, files));
    expect(failed).toMatchObject({
      state: 'failed',
      error: {
        step: 'build',
        code: 'build_failed',
        cause: expect.stringContaining(line) as string,
        remedy: `Correct ${failure.split(' ').at(-1) ?? ''}, and deploy the corrected upload.`,
      },
    });
    const message = failed.error?.message ?? '';
    expect(message).toContain(failure);
    expect(message).toContain(line.replace(/\.$/, ''));
    expect(await chaincode(id)).toMatchObject({ state: 'failed', stateReason: `1.0: ${message}` });
    const event = (await installation.events(failed.id)).find(({ message: text }) => text.includes(line));
    expect(event).toMatchObject({ level: 'debug', step: 'build' });
    expect(await installation.act('rollback', failed.id)).toMatchObject({ state: 'rolled_back', error: null });
    expect(await chaincode(id)).toBeNull();
  });
});

describe('chaincode that crashes at its start', () => {
  it('fails with its last log lines, and leaves no server behind', async () => {
    const [failed, id] = await deploy('paper', await upload(installation, goProgram(CRASH)));
    expect(failed).toMatchObject({
      state: 'failed',
      error: {
        step: 'serve',
        code: 'chaincode_crashed',
        message: expect.stringMatching(/^Chaincode server cc-paper-org1-\w{8} ended by itself\.$/) as string,
        cause: expect.stringMatching(/^Its last log lines:\n(.*\n)*panic: the ledger is not where it was\n/) as string,
      },
    });
    expect(await servers()).toEqual([expect.stringMatching(/^cc-paper-org1-\w{8} stopped$/)]);
    expect(await processesOf('CHAINCODE_ID=paper_', place.chainId)).toEqual([]);

    expect(await installation.act('rollback', failed.id)).toMatchObject({ state: 'rolled_back', error: null });
    expect(await chaincode(id)).toBeNull();
    expect([await servers(), await serverPorts()]).toEqual([[], []]);
    const identities = await installation.database.store.identities.ofChain(place.chainId);
    expect(identities.filter(({ kind }) => kind === 'chaincode-tls')).toEqual([]);
  });
});

describe('an upgrade', () => {
  it('that crashes does not affect the serving version; a working upgrade replaces it', async () => {
    const [deployed, id] = await deploy('paper', sample);
    expect(deployed).toMatchObject({ state: 'succeeded', error: null });
    const [first = ''] = await servers();
    expect(await invoke('paper', 'one')).toBe('VALID');

    const crashed = await upgrade(id, '1.1', await upload(installation, goProgram(CRASH)));
    expect(crashed).toMatchObject({ state: 'failed', error: { step: 'serve', code: 'chaincode_crashed' } });
    expect(await chaincode(id)).toMatchObject({ state: 'active', stateReason: null });
    expect(await servers()).toContain(first);
    expect(await invoke('paper', 'two')).toBe('VALID');
    expect(await installation.run('chain.stop', { chainId: place.chainId })).toMatchObject({ state: 'succeeded' });
    expect(await installation.run('chain.start', { chainId: place.chainId })).toMatchObject({ state: 'succeeded' });

    expect(await upgrade(id, '2.0', sample)).toMatchObject({ state: 'succeeded', error: null });
    expect(await chaincode(id)).toMatchObject({ state: 'active', stateReason: null });
    expect(await invoke('paper', 'three')).toBe('VALID');
    const left = await servers();
    expect(left).toEqual([expect.stringMatching(/^cc-paper-org1-\w{8} running$/)]);
    expect(left).not.toContain(first);
    const definitions = await installation.database.store.chaincodes.definitions(id);
    expect(definitions.map(({ version, sequence, state }) => `${version} #${sequence} ${state}`)).toEqual([
      '2.0 #2 committed',
      '1.1 #2 failed',
      '1.0 #1 superseded',
    ]);
  });
});

describe('a deployment that is cancelled while it builds', () => {
  let program: string;
  beforeAll(async () => {
    const uploaded = { archive: join(installation.layout.sources, sample.sha256), fileName: sample.fileName };
    const nodes = await installation.nodes();
    const built = await nodes.build(place.chainId, uploaded, { log: () => undefined });
    program = join(installation.gates, 'chaincode');
    await copyFile(join(installation.layout.builds, built, 'output/chaincode'), program);
  });

  async function cancelled(name: string) {
    const gate = join(installation.gates, `gate-${name}`);
    const source = await upload(installation, slowBuild({ gate, program }));
    const deployment = await askDeploy(installation, place, { name, version: '1.0', source });
    await installation.reported(deployment.id, /^waiting for /m);
    expect(await processesOf(gate)).not.toEqual([]);
    expect(await installation.act('cancel', deployment.id)).toMatchObject({ state: 'cancelled', error: null });
    expect(await processesOf(gate)).toEqual([]);
    expect(await chaincode(deployment.chaincodeId)).toMatchObject({ state: 'failed' });
    return { ...deployment, gate };
  }

  it('ends together with its build, and continues on retry', async () => {
    const { id, gate } = await cancelled('slow');
    await writeFile(gate, '');
    expect(await installation.act('retry', id)).toMatchObject({ state: 'succeeded', error: null });
    expect(await invoke('slow', 'one')).toBe('VALID');
  });

  it('leaves nothing behind when it is rolled back', async () => {
    const before = await readdir(installation.layout.builds);
    const { id, chaincodeId } = await cancelled('never');
    expect(await installation.act('rollback', id)).toMatchObject({ state: 'rolled_back', error: null });
    expect(await chaincode(chaincodeId)).toBeNull();
    expect(await readdir(installation.layout.builds)).toEqual(before);
    expect((await servers()).filter((name) => name.startsWith('cc-never'))).toEqual([]);
  });
});
