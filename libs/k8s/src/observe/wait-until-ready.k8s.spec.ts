import type { RuntimeProgress } from '@heddle/runtime';
import { FOREVER_MS } from '@heddle/testing';
import { setTimeout as delay } from 'node:timers/promises';
import { ApiProxy } from './testing/api-proxy';
import { shell, TestChain, type TestNode } from './testing/test-chain';
import type { KubernetesWaitOptions } from './wait-until-ready';

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
    chain.ready(names, {
      timeoutMs: 40_000,
      report: ({ message }: RuntimeProgress) => messages.push(message),
      ...options,
    });
  const status = (...names: string[]) => chain.observe(names);
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
    expect(messages.length).toBeGreaterThan(1);
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

  it('reports why no machine accepts a node', async () => {
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

  it('gives up on a claim whose class does not exist', async () => {
    await chain.claim('classless-data', 'absent-class');
    const volumes = [{ name: 'data', persistentVolumeClaim: { claimName: 'classless-data' } }];
    const error = await failure('classless', { volumes }, { patience: { volume_pending: 3_000 } });
    expect(error).toMatchObject({
      code: 'volume_pending',
      message: expect.stringMatching(
        /^classless: claim classless-data gets no volume: .*"absent-class" not found\.$/,
      ) as string,
    });
  });

  it('gives up on an NFS server that does not answer', async () => {
    const volumes = [{ name: 'data', nfs: { server: 'unreachable.test', path: '/exports' } }];
    const container = { volumeMounts: [{ name: 'data', mountPath: '/data' }] };
    const error = await failure('nfs', { volumes, container }, { patience: { volume_unavailable: 1_000 } });
    expect(error).toMatchObject({
      code: 'volume_unavailable',
      message: expect.stringMatching(/^nfs: NFS unreachable\.test:\/exports cannot be mounted: .*timed out/) as string,
    });
  });

  it('gives up on a Secret that does not exist', async () => {
    const container = { envFrom: [{ secretRef: { name: 'absent' } }] };
    const error = await failure('secretless', { container }, { patience: { node_failed: 1_000 } });
    expect(error).toMatchObject({
      code: 'node_failed',
      message: expect.stringContaining('secret "absent" not found') as string,
    });
  });

  it('names what every node lacks at the time limit, in the words of its probe', async () => {
    const container = { readinessProbe: { tcpSocket: { port: 7059 }, periodSeconds: 1 } };
    const error = await failure('deaf', { container }, { timeoutMs: 8_000 });
    expect(error).toMatchObject({
      code: 'node_not_ready',
      waitingFor: [
        expect.stringMatching(/^deaf: readiness probe of deaf-0 fails: .*:7059: connect: connection refused$/),
      ],
    });
  });

  it('refuses a node that does not exist, and one that is held down', async () => {
    await expect(wait(['missing'])).rejects.toMatchObject({ code: 'not_found' });
    await chain.add('held');
    await wait(['held']);
    await chain.scale('held', 0);
    await chain.until(async () => ((await status('held'))[0]?.state === 'stopped' ? true : undefined));
    await expect(wait(['held'])).rejects.toMatchObject({ code: 'node_failed' });
  });

  it('ends immediately when it is given up', async () => {
    await chain.add('given-up', { container: { readinessProbe: { exec: shell('false'), periodSeconds: 1 } } });
    const controller = new AbortController();
    const report = (): void => {
      controller.abort();
    };
    const waiting = wait(['given-up'], { timeoutMs: FOREVER_MS, signal: controller.signal, report });
    await expect(waiting).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('waits for the new pod when the settings of a node have changed', async () => {
    await chain.add('changed');
    await wait(['changed']);
    const [before] = await status('changed');
    await chain.restart('changed');
    await wait(['changed']);
    const [after] = await status('changed');
    expect(before?.incarnation).not.toBeNull();
    expect(after?.incarnation).not.toBe(before?.incarnation);
  });

  it('waits for an API server that is unavailable, beyond its own time limit', async () => {
    const way = await ApiProxy.start();
    await using proxy = way.proxy;
    const go = { readinessProbe: { exec: shell('test -e /tmp/go'), periodSeconds: 1 } };
    await chain.add('patient', { container: go });
    const waiting = chain.ready(
      ['patient'],
      { timeoutMs: 15_000, report: ({ message }) => messages.push(message) },
      way.api,
    );
    await chain.until(() => Promise.resolve(messages.length > 0 ? true : undefined));
    proxy.cut('refuse');
    await chain.until(() => Promise.resolve(messages.at(-1)?.startsWith("The cluster's API") ? true : undefined));
    await delay(16_000);
    await chain.exec('patient-0', ['touch', '/tmp/go']);
    proxy.restore();
    await waiting;
    expect(messages).toContain("The cluster's API server does not answer; waiting");
    expect(messages.at(-1)).toBe('1 of 1 peers ready');
  });

  // The last one, as it leaves no quota for pods in the namespace.
  it('gives up on a quota that is too small', async () => {
    await chain.api.core.createNamespacedResourceQuota({
      namespace: chain.namespace,
      body: { metadata: { name: 'small' }, spec: { hard: { 'requests.cpu': '1m' } } },
    });
    const container = { resources: { requests: { cpu: '10m' } } };
    const options = { patience: { quota_exceeded: 1_000 } };
    for (const kind of ['peer', 'chaincode'] as const) {
      expect(await failure(`over-${kind}`, { kind, container }, options)).toMatchObject({
        code: 'quota_exceeded',
        message: expect.stringContaining('quota small is too small: requests.cpu=10m asked for') as string,
      });
    }
  });
});
