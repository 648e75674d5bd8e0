import { ClusterSettings, type ClusterSettingsInput } from '@heddle/contracts';
import type { ClusterApi } from '../access/cluster-api';
import { openCluster } from '../access/open-cluster';
import { Relay } from '../access/testing/relay';
import { testClusterApi, testKubeconfig } from '../access/testing/test-cluster-api';
import { ClusterReach } from './cluster-reach';
import { EchoNode } from './testing/echo-node';
import { firstReached } from './probe';
import { connectTo, echo } from './testing/exchange';
import { until } from './testing/until';

jest.setTimeout(90_000);

let api: ClusterApi;
let node: EchoNode;
const opened: ClusterReach[] = [];

beforeAll(async () => {
  api = await testClusterApi();
  node = await EchoNode.start(api, 'NodePort');
});
afterAll(() => node[Symbol.asyncDispose]());
afterEach(async () => {
  await Promise.all(opened.splice(0).map((reach) => reach.close()));
});

function reachBy(input: Omit<ClusterSettingsInput, 'shared'>, through: ClusterApi = api): ClusterReach {
  const settings = ClusterSettings.parse({ shared: { type: 'host_path', path: '/tmp' }, ...input });
  const reach = new ClusterReach({ context: { api: through, name: 'test', settings } });
  opened.push(reach);
  return reach;
}

/** kube-proxy learns of a ready pod a moment later than we do. */
async function talk(address: string): Promise<string> {
  const [host = '', port] = address.split(':');
  await until(async () => ((await firstReached([{ host, port: Number(port) }])).type === 'proven' ? true : undefined));
  const socket = await connectTo(address);
  const answer = await echo(socket, Buffer.from('hello'));
  socket.destroy();
  return answer.toString();
}

const service = () => api.core.readNamespacedService({ namespace: node.namespace, name: node.ref.name });
const nodePort = async () => (await service()).spec?.ports?.find(({ name }) => name === 'grpc')?.nodePort;

describe('a node of a cluster', () => {
  it('is reached by its NodePort on a machine of the cluster', async () => {
    const address = await reachBy({ reachability: 'node_port' }).dial(node.ref, 'grpc');
    expect(address).toMatch(new RegExp(`:${String(await nodePort())}$`));
    expect(await talk(address)).toBe('hello');
  });

  it('is reached by its NodePort on the host that the settings name', async () => {
    const [machine = ''] = (await reachBy({ reachability: 'node_port' }).dial(node.ref, 'grpc')).split(':');
    const named = reachBy({ reachability: 'node_port', nodePortHost: machine });
    expect(await talk(await named.dial(node.ref, 'grpc'))).toBe('hello');
    const wrong = reachBy({ reachability: 'node_port', nodePortHost: 'nowhere.invalid' });
    await expect(wrong.dial(node.ref, 'grpc')).rejects.toMatchObject({
      code: 'cluster_unreachable',
      message: expect.stringMatching(
        /grpc of orderer0 on cluster test .* NodePort: nowhere.invalid:\d+ cannot/,
      ) as string,
      remedy: expect.stringMatching(/port-forward/) as string,
    });
  });

  it('is reached by the API server at a port that its Service does not publish', async () => {
    const address = await reachBy({ reachability: 'node_port' }).dial(node.ref, 'operations');
    expect(address).toMatch(/^127\.0\.0\.1:/);
    const page = await fetch(`http://${address}/busybox`);
    // fetch throws outside of any promise when a server closes while its answer is unread (undici 5360).
    expect((await page.arrayBuffer()).byteLength).toBeGreaterThan(1_000_000);
    await expect(reachBy({ reachability: 'node_port' }).dial(node.ref, 'admin')).rejects.toMatchObject({
      code: 'not_found',
    });
  });

  it('that is down keeps its address', async () => {
    const address = await reachBy({ reachability: 'node_port' }).dial(node.ref, 'grpc');
    await node.scale(0);
    expect(await reachBy({ reachability: 'node_port' }).dial(node.ref, 'grpc')).toBe(address);
    await node.scale(1);
    await node.ready();
    expect(await talk(address)).toBe('hello');
  });

  it('is reached by the address that a load balancer gave it', async () => {
    await using balanced = await EchoNode.start(api, 'LoadBalancer');
    const reach = reachBy({ reachability: 'load_balancer' });
    await expect(reach.dial(balanced.ref, 'grpc')).rejects.toThrow(/no load balancer has given its Service orderer0/);
    // In place of a load balancer's controller; kube-proxy then serves the address.
    const ip = await balanced.balance();
    expect(await reach.dial(balanced.ref, 'grpc')).toBe(`${ip}:7050`);
    expect(await talk(`${ip}:7050`)).toBe('hello');
  });

  it('is not reached by a name of the cluster where that is not resolved', async () => {
    await expect(reachBy({ reachability: 'cluster_dns' }).dial(node.ref, 'grpc')).rejects.toThrow(
      /cluster DNS: orderer0.heddle-[0-9a-f]{12}.svc is not resolved here/,
    );
  });

  it('is reached in the first way that works when none is chosen', async () => {
    const reach = reachBy({ reachability: 'auto' });
    expect(await reach.dial(node.ref, 'grpc')).toMatch(new RegExp(`:${String(await nodePort())}$`));
    const forwarded = reachBy({ reachability: 'auto', nodePortHost: 'nowhere.invalid' });
    const address = await forwarded.dial(node.ref, 'grpc');
    expect(address).toMatch(/^127\.0\.0\.1:/);
    expect(await talk(address)).toBe('hello');
  });

  it('keeps its address while the API server is unavailable, and is not found without one', async () => {
    await using relay = await Relay.to(api.server);
    const kubeconfig = (await testKubeconfig()).replace(
      api.server,
      `https://127.0.0.1:${relay.port}", tls-server-name: "kubernetes`,
    );
    const reach = reachBy({ reachability: 'node_port' }, await openCluster({ type: 'kubeconfig', kubeconfig }));
    const address = await reach.dial(node.ref, 'grpc');
    await relay[Symbol.asyncDispose]();
    expect(await reach.dial(node.ref, 'grpc')).toBe(address);
    await expect(reach.dial(node.ref, 'operations')).rejects.toMatchObject({ code: 'cluster_unreachable' });
  });
});
