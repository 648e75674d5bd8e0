import { setTimeout as delay } from 'node:timers/promises';
import { ChainFeed } from './chain-feed';
import { observeNodes } from './observe-nodes';
import { ApiProxy } from './testing/api-proxy';
import { shell, TestChain } from './testing/test-chain';

jest.setTimeout(120_000);

/** Serves what Fabric's operations port serves, and uses some memory. */
const METRICS = [
  'mkdir -p /tmp/www && cd /tmp/www',
  `echo 'ledger_blockchain_height{channel="trade"} 42' > metrics`,
  'exec httpd -f -p 9443',
].join(' && ');

describe('nodes as the cluster sees them', () => {
  let chain: TestChain;

  beforeAll(async () => {
    chain = await TestChain.start();
  });
  afterAll(() => chain[Symbol.asyncDispose]());

  const noMetrics = () => Promise.resolve(undefined);
  const one = async (name: string) => {
    const [observation] = await chain.observe([name]);
    if (observation === undefined) throw new Error(`${name} is not seen.`);
    return observation;
  };
  const ready = (name: string) => chain.ready([name]);

  it('have what they use, their heights and their addresses', async () => {
    const ports = [
      { name: 'grpc', containerPort: 7051 },
      { name: 'operations', containerPort: 9443 },
    ];
    const readinessProbe = { httpGet: { path: '/metrics', port: 9443 }, periodSeconds: 1 };
    // Kubernetes gives whole seconds.
    const added = Math.floor(Date.now() / 1_000) * 1_000;
    await chain.add('peer0', { container: { ...shell(METRICS), ports, readinessProbe } });
    await ready('peer0');
    const seen = await one('peer0');
    expect(seen).toMatchObject({
      id: 'id of peer0',
      chainId: chain.chainId,
      state: 'running',
      reason: null,
      restarts: 0,
      blockHeights: { trade: 42 },
      addresses: {
        grpc: `peer0.${chain.namespace}.svc:7051`,
        operations: `peer0.${chain.namespace}.svc:9443`,
      },
    });
    expect(seen.startedAt?.getTime()).toBeGreaterThanOrEqual(added);
    expect(seen.startedAt?.getTime()).toBeLessThanOrEqual(Date.now());
    const measured = await chain.until(async () => {
      const { memoryBytes, cpuPercent } = await one('peer0');
      return memoryBytes === null || cpuPercent === null ? undefined : { memoryBytes, cpuPercent };
    });
    expect(measured.memoryBytes).toBeGreaterThan(10_000);
    expect(measured.cpuPercent).toBeGreaterThanOrEqual(0);
  });

  it('are another run after their process was killed, with one restart', async () => {
    await chain.add('killed', {
      container: shell('touch /tmp/alive; while [ -e /tmp/alive ]; do sleep 0.1; done; exit 1'),
    });
    const running = async () => {
      const seen = await one('killed');
      return seen.incarnation === null ? undefined : seen;
    };
    const before = await chain.until(running);
    // The container runs before its shell has created the file.
    await chain.exec('killed-0', ['sh', '-c', 'until rm /tmp/alive; do sleep 0.1; done']);
    const after = await chain.until(async () => {
      const seen = await running();
      return seen?.incarnation === before.incarnation ? undefined : seen;
    });
    expect([before.restarts, after.restarts]).toEqual([0, 1]);
  });

  it('stop and are stopped when they are scaled down', async () => {
    await chain.add('down');
    await ready('down');
    await chain.scale('down', 0);
    const stopped = await chain.until(async () => {
      const seen = await one('down');
      return seen.state === 'stopped' ? seen : undefined;
    });
    expect(stopped).toMatchObject({
      reason: 'It was scaled to 0 by another client.',
      incarnation: null,
      startedAt: null,
      memoryBytes: null,
      blockHeights: {},
    });
  });

  it('are none of a chain that does not exist', async () => {
    const chainId = '00000000-0000-7000-8000-00000000beef';
    const { context } = chain;
    await using feed = new ChainFeed(context, chainId);
    expect(await observeNodes({ context, feed, metricsOf: noMetrics }, { chainId })).toEqual([]);
  });

  it('cannot be seen while the API server is unavailable, which is reported soon', async () => {
    const way = await ApiProxy.start();
    await using proxy = way.proxy;
    proxy.cut('refuse');
    const { chainId } = chain;
    const context = { ...chain.context, api: way.api };
    await using feed = new ChainFeed(context, chainId);
    const seen = observeNodes({ context, feed, metricsOf: noMetrics }, { chainId });
    await expect(Promise.race([seen, delay(5_000)])).rejects.toMatchObject({ code: 'cluster_unreachable' });
  });
});
