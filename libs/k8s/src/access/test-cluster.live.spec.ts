import { ClusterSettings, type ClusterTest } from '@heddle/contracts';
import { once } from 'node:events';
import type { RequestListener } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { createServer, type Server, type Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { openCluster } from './open-cluster';
import { testCluster } from './test-cluster';
import { base64, testCertificate, type TestCertificate } from './testing/test-certificate';
import { kubeconfigWith } from './testing/test-kubeconfig';

// The client library takes seconds to load where it has not been compiled before.
jest.setTimeout(60_000);

const settings = ClusterSettings.parse({ shared: { type: 'host_path', path: '/tmp' } });

let server: Server | undefined;
const sockets = new Set<Socket>();
afterEach(async () => {
  if (server?.listening !== true) return;
  const closed = once(server, 'close');
  server.close();
  for (const socket of sockets) socket.destroy();
  await closed;
  sockets.clear();
});

async function listen(started: Server): Promise<string> {
  server = started.listen(0, '127.0.0.1');
  started.on('connection', (socket: Socket) => sockets.add(socket));
  await once(started, 'listening');
  const address = started.address();
  return `https://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
}

const serving = (
  { certificate: cert, key }: TestCertificate,
  answer: RequestListener = (_request, response) => response.end(),
) => listen(createTlsServer({ cert, key }, answer));

async function tested(cluster: Readonly<Record<string, unknown>>, requestTimeoutMs = 20_000): Promise<ClusterTest> {
  const kubeconfig = kubeconfigWith({ cluster });
  return testCluster(await openCluster({ type: 'kubeconfig', kubeconfig }, { requestTimeoutMs }), settings);
}

const DAY = 86_400_000;

describe('the test of a cluster that cannot be reached', () => {
  it('says that nothing listens', async () => {
    const address = await listen(createServer());
    server?.close();
    const { problem, remedy } = await tested({ server: address });
    expect(problem).toBe(`Could not reach the cluster at ${address}: nothing listens there.`);
    expect(remedy).toMatch(/API server is running/);
  });

  it('says that its name is unknown', async () => {
    expect((await tested({ server: 'https://nowhere.invalid:6443' })).problem).toMatch(/unknown to DNS|DNS does not/);
  });

  it('says that it does not answer', async () => {
    const silent = createServer((socket) => socket.on('error', () => socket.destroy()).resume());
    expect((await tested({ server: await listen(silent) }, 500)).problem).toMatch(/it does not answer/);
  });

  it('reports that its certificate has another issuer', async () => {
    const other = await testCertificate();
    const { problem, remedy } = await tested({
      server: await serving(await testCertificate()),
      'certificate-authority-data': base64(other.certificate),
    });
    expect(problem).toMatch(/not signed by an authority that the kubeconfig trusts/);
    expect(remedy).toMatch(/certificate-authority-data/);
  });

  it('says that its certificate has expired', async () => {
    const old = await testCertificate({
      notBefore: new Date(Date.now() - 2 * DAY),
      notAfter: new Date(Date.now() - DAY),
    });
    const { problem } = await tested({
      server: await serving(old),
      'certificate-authority-data': base64(old.certificate),
    });
    expect(problem).toMatch(/has expired/);
  });

  it('says that its certificate is for another host', async () => {
    const own = await testCertificate();
    const { problem } = await tested({
      server: await serving(own),
      'certificate-authority-data': base64(own.certificate),
      'tls-server-name': 'east.example',
    });
    expect(problem).toMatch(/for another host/);
  });

  it('says that it does not speak TLS', async () => {
    const plain = createServer((socket) => socket.on('error', () => socket.destroy()).end('SSH-2.0-OpenSSH\r\n'));
    expect((await tested({ server: await listen(plain) })).problem).toMatch(/does not speak TLS/);
  });
});

describe('the answer of a hostile API server', () => {
  async function answered(answer: RequestListener): Promise<ClusterTest> {
    const own = await testCertificate();
    return tested({ server: await serving(own, answer), 'certificate-authority-data': base64(own.certificate) });
  }

  it('is cut off where it does not end', async () => {
    let sent = 0;
    const chunk = Buffer.alloc(1_048_576, ' ');
    const { problem, remedy } = await answered((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      const more = (): void => {
        while (!response.destroyed && sent < 1_073_741_824 && response.write(chunk)) sent += chunk.length;
        response.once('drain', more);
      };
      response.on('error', () => undefined);
      more();
    });
    expect(problem).toMatch(/its answer is larger than 16 MiB/);
    expect(remedy).toMatch(/server address/);
    expect(sent).toBeLessThan(134_217_728);
  });

  it('is refused where it is compressed', async () => {
    const bomb = gzipSync(Buffer.alloc(67_108_864, ' '));
    const { problem } = await answered((request, response) => {
      expect(request.headers['accept-encoding']).toBe('identity');
      response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' }).end(bomb);
    });
    expect(problem).toMatch(/its answer is compressed/);
  });

  it('is not followed where it redirects', async () => {
    const asked: (string | undefined)[] = [];
    const { problem } = await answered((request, response) => {
      asked.push(request.url);
      response.writeHead(307, { location: '/elsewhere' }).end();
    });
    expect(problem).toMatch(/redirects to another address/);
    expect(asked).not.toContain('/elsewhere');
  });
});
