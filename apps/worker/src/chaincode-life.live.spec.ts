import {
  channelScope,
  type ChaincodeId,
  type ChaincodeState,
  type CollectionConfig,
  type Operation,
} from '@heddle/contracts';
import type { ChaincodeSourceEntity } from '@heddle/data';
import { goProgram, goSample, upload } from './testing/chaincode-sources';
import { askDeploy, askUpgrade, type Place } from './testing/chaincodes';
import { processesOf } from './testing/leftovers';
import { createChain, defineChannel, withPeer } from './testing/small-chain';
import { TestInstallation } from './testing/test-installation';
import { until } from './testing/until';

jest.setTimeout(240_000);

/** Requires an organization that the channel does not have. */
const STRANGE: CollectionConfig = {
  name: 'strange',
  policy: "OR('Org9MSP.member')",
  requiredPeerCount: 0,
  maxPeerCount: 1,
  blockToLive: 0,
  memberOnlyRead: true,
  memberOnlyWrite: true,
  endorsementPolicy: null,
};

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

interface Upgrade {
  readonly version: string;
  readonly source: ChaincodeSourceEntity;
  readonly collections?: CollectionConfig[];
}

async function upgrade(chaincodeId: ChaincodeId, wanted: Upgrade): Promise<Operation> {
  const { id } = await askUpgrade(installation, place, { chaincodeId, ...wanted });
  return installation.finished(id);
}

async function change(
  kind: 'chaincode.stop' | 'chaincode.start' | 'chaincode.remove',
  chaincodeId: ChaincodeId,
): Promise<Operation> {
  const id = await installation.ask(kind, { ...place, chaincodeId }, channelScope(place.channelId));
  return installation.finished(id);
}

/** Known chaincode servers with their state. */
async function servers(): Promise<string[]> {
  const rows = await installation.database.store.nodes.ofChain(place.chainId);
  return rows.filter(({ kind }) => kind === 'chaincode').map(({ name, state }) => `${name} ${state}`);
}

const stateOf = async (id: ChaincodeId): Promise<ChaincodeState | undefined> =>
  (await installation.database.store.chaincodes.find(id))?.state;

const invoke = (chaincode: string, id: string) =>
  withPeer(installation, place.chainId, async ({ gateway }) => {
    const { validationCode } = await gateway.submit('orders', chaincode, {
      fn: 'CreateAsset',
      args: [id, 'ada', 'blue', '3'],
    });
    return validationCode;
  });

const succeeded = { state: 'succeeded', error: null };

describe('a chaincode', () => {
  let id: ChaincodeId;

  it('that is stopped has no server, even after the chain was restarted', async () => {
    const [deployed, deployedId] = await deploy('paper', sample);
    expect(deployed).toMatchObject(succeeded);
    id = deployedId;
    const building = (await installation.events(deployed.id)).filter(({ step }) => step === 'build');
    const progress = building.map((event) => event.progress);
    expect(progress).toEqual(progress.toSorted((one, other) => one - other));
    expect(new Set(progress).size).toBeGreaterThan(3);
    expect(progress.at(-1)).toBeLessThan(0.6);
    expect(await change('chaincode.stop', id)).toMatchObject(succeeded);
    expect(await stateOf(id)).toBe('stopped');
    expect(await servers()).toEqual([expect.stringMatching(/^cc-paper-org1-\w{8} stopped$/)]);
    expect(await installation.run('chain.stop', { chainId: place.chainId })).toMatchObject(succeeded);
    expect(await installation.run('chain.start', { chainId: place.chainId })).toMatchObject(succeeded);
    expect(await processesOf('CHAINCODE_ID=paper_', place.chainId)).toEqual([]);
    expect(await servers()).toEqual([expect.stringMatching(/^cc-paper-org1-\w{8} stopped$/)]);
    const chain = await installation.database.store.chains.get(place.chainId);
    expect(chain).toMatchObject({ state: 'running', stateReason: null });
  });

  it('stays stopped when its upgrade fails', async () => {
    const source = await upload(installation, goProgram('missing()'));
    expect(await upgrade(id, { version: '1.1', source })).toMatchObject({ state: 'failed', error: { step: 'build' } });
    expect(await stateOf(id)).toBe('stopped');
  });

  it('answers again after it is started', async () => {
    expect(await change('chaincode.start', id)).toMatchObject(succeeded);
    expect(await stateOf(id)).toBe('active');
    expect(await invoke('paper', 'one')).toBe('VALID');
    expect(await change('chaincode.start', id)).toMatchObject(succeeded);
  });

  it('keeps no server of failed attempts, at whichever step they failed', async () => {
    const [serving = ''] = await servers();
    const crash = await upload(installation, goProgram('panic("early")'));
    expect(await upgrade(id, { version: '2.0', source: crash })).toMatchObject({ error: { step: 'serve' } });
    const attempts = [];
    for (const version of ['2.1', '2.2']) {
      // Peers reject it at approval, after the servers were started.
      const attempt = await upgrade(id, { version, source: sample, collections: [STRANGE] });
      expect(attempt).toMatchObject({ state: 'failed', error: { step: 'approve' } });
      attempts.push(attempt);
    }
    await until(
      async () => (await processesOf('CHAINCODE_ID=paper_', place.chainId)).length === 1,
      'only serving servers run',
    );
    await until(
      async () => (await servers()).filter((text) => text.endsWith(' stopped')).length === 3,
      'they are stopped',
    );
    expect(await servers()).toContain(serving);
    expect(await invoke('paper', 'two')).toBe('VALID');

    const [first] = attempts;
    const retried = await installation.act('retry', first?.id ?? ('' as never));
    expect(retried).toMatchObject({ state: 'failed', error: { step: 'approve' } });
    await until(
      async () => (await processesOf('CHAINCODE_ID=paper_', place.chainId)).length === 1,
      'only serving servers run',
    );

    expect(await upgrade(id, { version: '3.0', source: sample })).toMatchObject(succeeded);
    expect(await servers()).toEqual([expect.stringMatching(/^cc-paper-org1-\w{8} running$/)]);
    expect(await servers()).not.toContain(serving);
    expect(await invoke('paper', 'three')).toBe('VALID');
  });

  it('rejects a retry of an attempt that a later upgrade superseded', async () => {
    const crash = await upload(installation, goProgram('panic("late")'));
    const failed = await upgrade(id, { version: '4.0', source: crash });
    expect(failed).toMatchObject({ error: { step: 'serve' } });
    expect(await upgrade(id, { version: '4.1', source: sample })).toMatchObject(succeeded);
    expect(await installation.act('retry', failed.id)).toMatchObject({
      state: 'failed',
      error: { code: 'invalid_state', message: expect.stringContaining('4.0 was superseded') as string },
    });
    expect(await stateOf(id)).toBe('active');
    expect(await installation.act('rollback', failed.id)).toMatchObject({ state: 'rolled_back', error: null });
    expect(await servers()).toHaveLength(1);
    expect(await invoke('paper', 'four')).toBe('VALID');
  });

  it('that is removed leaves no server, port, certificate, package or row behind', async () => {
    expect(await change('chaincode.remove', id)).toMatchObject(succeeded);
    const { store } = installation.database;
    expect(await store.chaincodes.find(id)).toBeNull();
    expect(await store.chaincodes.definitions(id)).toEqual([]);
    expect(await servers()).toEqual([]);
    expect((await store.ports.list()).filter(({ node }) => node.startsWith('cc-'))).toEqual([]);
    const identities = await store.identities.ofChain(place.chainId);
    expect(identities.filter(({ kind }) => kind === 'chaincode-tls')).toEqual([]);
    expect(await processesOf('CHAINCODE_ID=paper_', place.chainId)).toEqual([]);
  });
});

describe('a chaincode that was never committed', () => {
  it('is removed with all its attempts when one of them is rolled back', async () => {
    const crash = await upload(installation, goProgram('panic("at once")'));
    const [failed, id] = await deploy('notes', crash);
    expect(failed).toMatchObject({ state: 'failed', error: { step: 'serve' } });
    const again = await askDeploy(installation, place, { chaincodeId: id, version: '1.1', source: crash });
    expect(await installation.finished(again.id)).toMatchObject({ state: 'failed' });
    expect(await servers()).toHaveLength(2);
    expect(await installation.act('rollback', failed.id)).toMatchObject({ state: 'rolled_back', error: null });
    expect(await servers()).toEqual([]);
    expect(await stateOf(id)).toBeUndefined();
  });

  it('can be removed instead', async () => {
    const [failed, id] = await deploy('notes', await upload(installation, goProgram('panic("again")')));
    expect(failed).toMatchObject({ state: 'failed' });
    expect(await change('chaincode.remove', id)).toMatchObject(succeeded);
    expect(await servers()).toEqual([]);
    expect(await stateOf(id)).toBeUndefined();
  });
});

describe('a deployment that is cancelled with its servers started', () => {
  it('leaves no server running', async () => {
    const { id, chaincodeId } = await askDeploy(installation, place, {
      name: 'ledger',
      version: '1.0',
      source: sample,
    });
    await installation.reported(id, /^Step serve started$/);
    const cancelled = await installation.act('cancel', id);
    if (cancelled.state === 'succeeded') throw new Error('The deployment was faster than its cancelling.');
    await until(async () => (await processesOf('CHAINCODE_ID=ledger_', place.chainId)).length === 0, 'no server runs');
    expect(await installation.act('retry', id)).toMatchObject(succeeded);
    expect(await stateOf(chaincodeId)).toBe('active');
    expect(await invoke('ledger', 'one')).toBe('VALID');
  });
});
