import { once } from 'node:events';
import { createSecureServer, type Http2SecureServer } from 'node:http2';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import type { ClusterApi } from '../access/cluster-api';
import { openCluster } from '../access/open-cluster';
import { base64, testCertificate } from '../access/testing/test-certificate';
import { kubeconfigWith } from '../access/testing/test-kubeconfig';
import { getJson, openStream } from './read';

// The client library takes seconds to load on a busy machine.
jest.setTimeout(30_000);

describe('the connections to an API server', () => {
  let server: Http2SecureServer;
  let api: ClusterApi;
  let connections: number;

  beforeEach(async () => {
    const { certificate, key } = await testCertificate();
    server = createSecureServer({ cert: certificate, key, allowHTTP1: true }, (request, response) => {
      const { httpVersion, headers, url } = request;
      response.setHeader('content-type', 'application/json');
      if (url === '/stream') response.write('begun\n');
      else response.end(JSON.stringify([httpVersion, headers.authorization, headers['accept-encoding']]));
    });
    connections = 0;
    server.on('secureConnection', () => (connections += 1));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const cluster = {
      server: `https://127.0.0.1:${(server.address() as AddressInfo).port}`,
      'certificate-authority-data': base64(certificate),
    };
    api = await openCluster({ type: 'kubeconfig', kubeconfig: kubeconfigWith({ cluster }) });
  });
  afterEach(async () => {
    server.close();
    await once(server, 'close');
  });

  it('are kept for the next requests, which authenticate as the kubeconfig says', async () => {
    for (let request = 0; request < 6; request += 1) {
      expect(await getJson({ api }, { path: '/json' })).toEqual(['1.1', 'Bearer opaque', 'identity']);
    }
    expect(connections).toBeLessThan(4);
  });

  it('are not shared by streams, and end with them', async () => {
    const streams = await Promise.all([1, 2].map(() => openStream({ api }, { path: '/stream' })));
    expect(connections).toBe(2);
    for (const stream of streams) stream.destroy();
  });

  it('are probed every few seconds while nothing is sent', () => {
    const options = api.config.createDispatcherOptions(api.config.getCurrentCluster(), { rejectUnauthorized: true });
    expect(options).toMatchObject({ connect: { keepAlive: true, keepAliveInitialDelay: 10_000 } });
  });
});

describe('an API server that accepts connections and says nothing', () => {
  let server: Server;
  let api: ClusterApi;
  const sockets = new Set<Socket>();

  beforeEach(async () => {
    server = createServer((socket) => sockets.add(socket)).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const cluster = { server: `https://127.0.0.1:${(server.address() as AddressInfo).port}` };
    api = await openCluster({ type: 'kubeconfig', kubeconfig: kubeconfigWith({ cluster }) });
  });
  afterEach(async () => {
    for (const socket of sockets) socket.destroy();
    server.close();
    await once(server, 'close');
  });

  it('fails all requests at their time limit, however many there are', async () => {
    let patientEnded = false;
    const patient = getJson({ api }, { path: '/json' }).catch(() => (patientEnded = true));
    const requests = Array.from({ length: 8 }, () => getJson({ api }, { path: '/json', silenceMs: 200 }));
    for (const outcome of await Promise.allSettled(requests)) {
      expect(outcome).toMatchObject({ status: 'rejected', reason: { code: 'cluster_unreachable' } });
    }
    expect(patientEnded).toBe(false);
    for (const socket of sockets) socket.destroy();
    await patient;
  });

  it('does not hold a request that is given up', async () => {
    const reason = new Error('cancelled');
    const controller = new AbortController();
    const stream = openStream({ api }, { path: '/stream', signal: controller.signal });
    server.once('connection', () => {
      controller.abort(reason);
    });
    await expect(stream).rejects.toBe(reason);
  });
});
