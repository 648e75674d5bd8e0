import type { ChainId, Operation } from '@heddle/contracts';
import { namespaceOf } from '@heddle/k8s';
import { applyYaml, defineChainOn, objectsOf, sharedFolder } from './testing/clusters';
import { leftovers, NOTHING_LEFT } from './testing/leftovers';
import { TestInstallation } from './testing/test-installation';

jest.setTimeout(240_000);

let installation: TestInstallation;

beforeAll(async () => {
  installation = await TestInstallation.open({ shared: sharedFolder() });
  await installation.startWorker();
});
afterAll(() => installation.dispose());

const create = (chainId: ChainId): Promise<Operation> => installation.run('chain.create', { chainId });

/** Nothing is left half-created, neither on the cluster nor in the installation. */
async function expectWithdrawn(operation: Operation, chainId: ChainId): Promise<void> {
  expect(await installation.act('rollback', operation.id)).toMatchObject({ state: 'rolled_back', error: null });
  expect(await leftovers(installation, chainId)).toEqual(NOTHING_LEFT);
  expect(await objectsOf(chainId)).toEqual([]);
}

describe('a chain that its cluster cannot run', () => {
  it('names the image that cannot be pulled', async () => {
    const chainId = await defineChainOn(installation, 'no-image', {
      images: { peer: 'hyperledger/fabric-peer:9.9.9' },
    });
    const failed = await create(chainId);
    expect(failed).toMatchObject({
      state: 'failed',
      error: {
        step: 'ready',
        code: 'image_unavailable',
        message: expect.stringMatching(
          /^peer0-org1: image hyperledger\/fabric-peer:9\.9\.9 cannot be pulled \(/,
        ) as string,
        remedy: expect.stringContaining('pull secret') as string,
      },
    });
    await expectWithdrawn(failed, chainId);
  });

  it('reports that a claim gets no volume', async () => {
    const chainId = await defineChainOn(installation, 'no-class', {
      ledgers: { type: 'storage_class', name: 'not-there' },
    });
    const failed = await create(chainId);
    expect(failed).toMatchObject({
      state: 'failed',
      error: { step: 'ready', code: 'volume_pending', message: expect.stringContaining('not-there') as string },
    });
    await expectWithdrawn(failed, chainId);
  });

  it('names the exceeded quota, and runs after it is raised', async () => {
    const chainId = await defineChainOn(installation, 'small-quota');
    await applyYaml(quotaFor(chainId, 1));
    const failed = await create(chainId);
    expect(failed).toMatchObject({
      state: 'failed',
      error: {
        step: 'ready',
        code: 'quota_exceeded',
        message: expect.stringContaining('quota few is too small') as string,
      },
    });
    await applyYaml(quotaFor(chainId, 10));
    expect(await installation.act('retry', failed.id)).toMatchObject({ state: 'succeeded', error: null });
    expect(await installation.run('chain.release', { chainId, keepLedgers: false })).toMatchObject({ error: null });
    expect(await objectsOf(chainId)).toEqual([]);
  });
});

/** A namespace that existed before the chain, with a pod quota. */
function quotaFor(chainId: ChainId, pods: number): string {
  const namespace = namespaceOf(chainId);
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'List',
    items: [
      { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace, labels: { 'heddle.dev/chain': chainId } } },
      {
        apiVersion: 'v1',
        kind: 'ResourceQuota',
        metadata: { name: 'few', namespace },
        spec: { hard: { pods: String(pods) } },
      },
    ],
  });
}
