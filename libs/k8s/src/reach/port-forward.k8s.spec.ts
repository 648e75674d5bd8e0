import { ClusterSettings } from '@heddle/contracts';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import type { ClusterApi } from '../access/cluster-api';
import { testClusterApi } from '../access/testing/test-cluster-api';
import { ClusterReach } from './cluster-reach';
import { EchoNode } from './testing/echo-node';
import { connectTo, echo } from './testing/exchange';
import { until } from './testing/until';

jest.setTimeout(90_000);

const settings = ClusterSettings.parse({
  reachability: 'port_forward',
  shared: { type: 'host_path', path: '/tmp' },
});

let api: ClusterApi;
let node: EchoNode;
let reach: ClusterReach;
let errors: unknown[];

beforeAll(async () => {
  api = await testClusterApi();
  node = await EchoNode.start(api);
});
afterAll(() => node[Symbol.asyncDispose]());
beforeEach(() => {
  errors = [];
  reach = new ClusterReach({ context: { api, name: 'test', settings }, onError: (error) => errors.push(error) });
});
afterEach(() => reach.close());

describe('a forwarded port', () => {
  it('carries bytes both ways', async () => {
    const socket = await connectTo(await reach.dial(node.ref, 'grpc'));
    const bytes = randomBytes(5_000_000);
    expect((await echo(socket, bytes)).equals(bytes)).toBe(true);
    socket.destroy();
    expect(errors).toEqual([]);
  });

  it('has one address for as long as it is used', async () => {
    expect(await reach.dial(node.ref, 'grpc')).toBe(await reach.dial(node.ref, 'grpc'));
    expect(await reach.dial(node.ref, 'operations')).not.toBe(await reach.dial(node.ref, 'grpc'));
  });

  it('serves many connections at the same time', async () => {
    const address = await reach.dial(node.ref, 'grpc');
    // busybox's nc lets only a few connections wait to be accepted; more would be reset by the pod.
    const connections = 6;
    const echoed = await Promise.all(
      Array.from({ length: connections }, async () => {
        const socket = await connectTo(address);
        const bytes = randomBytes(200_000);
        const same = (await echo(socket, bytes)).equals(bytes);
        socket.destroy();
        return same;
      }),
    );
    expect(echoed).toEqual(Array.from({ length: connections }, () => true));
  });

  it('reaches a pod that was replaced by the same address', async () => {
    const address = await reach.dial(node.ref, 'grpc');
    const before = await connectTo(address);
    await echo(before, Buffer.from('before'));
    before.on('error', () => undefined);
    await Promise.all([once(before, 'close'), node.replacePod()]);
    const after = await connectTo(address);
    expect((await echo(after, Buffer.from('after'))).toString()).toBe('after');
    after.destroy();
  });

  it('closes the connection when the pod closes it, and delivers all that came before', async () => {
    const address = await reach.dial(node.ref, 'operations');
    const page = await fetch(`http://${address}/busybox`);
    expect((await page.arrayBuffer()).byteLength).toBeGreaterThan(1_000_000);
    const socket = await connectTo(address);
    socket.end('GET /nothing HTTP/1.0\r\n\r\n');
    const [answer] = (await once(socket, 'data')) as [Buffer];
    expect(answer.toString()).toMatch(/^HTTP\/1.[01] 404/);
    await once(socket, 'close');
  });

  it('resets the connection and reports the reason when nothing listens', async () => {
    const socket = await connectTo(await reach.dial(node.ref, 'closed'));
    await expect(echo(socket, Buffer.from('hello?'))).rejects.toThrow(/ECONNRESET/);
    await until(() => Promise.resolve(errors[0]));
    expect(errors[0]).toMatchObject({
      code: 'cluster_unreachable',
      message: expect.stringContaining('refused') as string,
    });
  });

  it('knows no other nodes and no other ports', async () => {
    await expect(reach.dial(node.ref, 'nonsense')).rejects.toMatchObject({ code: 'not_found' });
    await expect(reach.dial({ ...node.ref, name: 'orderer9' }, 'grpc')).rejects.toMatchObject({ code: 'not_found' });
  });
});
