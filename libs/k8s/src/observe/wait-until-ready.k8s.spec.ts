import type { RuntimeProgress } from '@heddle/runtime';
import { observeNodes } from './observe-nodes';
import { shell, TestChain, type TestNode } from './testing/test-chain';
import { waitUntilReady, type KubernetesWaitOptions } from './wait-until-ready';

jest.setTimeout(120_000);

describe('waiting for nodes on a cluster', () => {
  let chain: TestChain;
  let messages: string[];

  beforeAll(async () => {
    chain = await TestChain.start();
  });
  beforeEach(() => {
    messages = [];
  });
  afterAll(() => chain[Symbol.asyncDispose]());

  const wait = (names: readonly string[], options: KubernetesWaitOptions = {}) =>
    waitUntilReady(
      chain.context,
      { chainId: chain.chainId, names },
      { timeoutMs: 40_000, report: ({ message }: RuntimeProgress) => messages.push(message), ...options },
    );
  const status = (...names: string[]) => observeNodes(chain.context, { chainId: chain.chainId, names });
  const failure = async (name: string, node: TestNode, options: KubernetesWaitOptions = {}) => {
    await chain.add(name, node);
    return wait([name], options).then(
      () => Promise.reject(new Error('The node became ready.')),
      (error: unknown) => error,
    );
  };

  it('ends when all are ready, and says on the way what is missing', async () => {
    await chain.add('peer0');
    await chain.add('echo', { kind: 'chaincode' });
    await wait(['peer0', 'echo']);
    expect(messages.at(-1)).toBe('2 of 2 nodes ready');
    expect(messages[0]).toMatch(/^[01] of 2 nodes ready, (peer0|echo): /);
    expect(await status('peer0', 'echo')).toMatchObject([
      { name: 'echo', kind: 'chaincode', state: 'running', reason: null, organization: 'org1', pid: null },
      { name: 'peer0', id: 'id of peer0', state: 'running', restarts: 0 },
    ]);
  });

  it('names an image that cannot be pulled', async () => {
    const error = await failure('imageless', { container: { image: 'registry.invalid/fabric-peer:9.9' } });
    expect(error).toMatchObject({
      code: 'image_unavailable',
      message: expect.stringMatching(
        /^imageless: image registry\.invalid\/fabric-peer:9\.9 cannot be pulled \(.+\)\.$/,
      ) as string,
    });
  });

  it('tells why no machine takes a node', async () => {
    const error = await failure(
      'huge',
      { container: { resources: { requests: { cpu: '640' } } } },
      { patience: { unschedulable: 500 } },
    );
    expect(error).toMatchObject({
      code: 'unschedulable',
      message: expect.stringMatching(/^huge: no machine has 640 CPU free: .*Insufficient cpu/) as string,
    });
  });

  it('gives up on a crash loop with the last log lines', async () => {
    const error = await failure('crashing', { container: shell('echo begin; echo "panic: no genesis block"; exit 3') });
    expect(error).toMatchObject({ code: 'node_failed', lastLogLines: ['begin', 'panic: no genesis block'] });
    expect((await status('crashing'))[0]).toMatchObject({
      state: 'crashed',
      reason: expect.stringContaining('exit code 3 after 2 restarts: panic: no genesis block') as string,
    });
  });
});
