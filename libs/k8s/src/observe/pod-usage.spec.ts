import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ClusterContext } from '../cluster-context';
import { plainContext } from '../testing/plain-api';
import { podUsage } from './pod-usage';

const CHAIN = '00000000-0000-7000-8000-0000000000aa';
const METRICS = '/apis/metrics.k8s.io/v1beta1/namespaces/heddle-0000000000aa/pods';
const SUMMARY = '/api/v1/nodes/one/proxy/stats/summary?only_cpu_and_memory=true';
const POD = { uid: 'u', name: 'peer0-0', machine: 'one' };

describe('podUsage', () => {
  let server: Server;
  let asked: string[];

  afterEach(async () => {
    server.close();
    await once(server, 'close');
  });

  const cluster = async (answers: Readonly<Record<string, object>>): Promise<ClusterContext> => {
    asked = [];
    server = createServer((request, response) => {
      const url = request.url ?? '';
      asked.push(url);
      const answer = answers[url];
      response.writeHead(answer === undefined ? 403 : 200).end(JSON.stringify(answer ?? { message: 'no' }));
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    return plainContext((server.address() as AddressInfo).port);
  };

  it('takes the metrics API where there is one', async () => {
    const containers = [{ usage: { cpu: '12345678n', memory: '20Mi' } }, { usage: { cpu: '1m', memory: '1024Ki' } }];
    const context = await cluster({ [METRICS]: { items: [{ metadata: { name: 'peer0-0' }, containers }] } });
    expect(await podUsage(context, CHAIN, [POD])).toEqual([{ cpuPercent: 1.3, memoryBytes: 21 * 2 ** 20 }]);
    expect(asked).toEqual([METRICS]);
  });

  it('asks kubelet where there is none, once for many looks', async () => {
    const pods = [{ podRef: { uid: 'u' }, cpu: { usageNanoCores: 25_000_000 }, memory: { workingSetBytes: 4096 } }];
    const context = await cluster({ [SUMMARY]: { pods } });
    const other = { ...POD, uid: 'other', name: 'other-0' };
    expect(await podUsage(context, CHAIN, [POD, other])).toEqual([
      { cpuPercent: 2.5, memoryBytes: 4096 },
      { cpuPercent: null, memoryBytes: null },
    ]);
    await podUsage(context, CHAIN, [POD]);
    expect(asked).toEqual([METRICS, SUMMARY]);
  });

  it('knows nothing where the cluster refuses', async () => {
    const context = await cluster({});
    expect(await podUsage(context, CHAIN, [POD])).toEqual([{ cpuPercent: null, memoryBytes: null }]);
  });
});
