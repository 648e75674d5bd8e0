import { once } from 'node:events';
import type { RequestListener } from 'node:http';
import { createServer } from 'node:https';
import { createServer as createTcpServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { createAuthorities, issueMember } from '../testing/organization';
import type { CallOptions } from './call-options';
import { exchangeHttps, type MutualTls } from './https-exchange';

describe('an HTTPS request to an admin endpoint', () => {
  let tls: MutualTls;
  let server: Server;

  beforeAll(async () => {
    const authorities = await createAuthorities('orderer.example.com');
    const { certificate, privateKey } = (
      await issueMember(authorities, { commonName: 'localhost', role: 'orderer', hosts: ['127.0.0.1'] })
    ).tls;
    tls = { rootCertificates: authorities.tlsCa.certificate, certificate, privateKey };
  });
  afterEach(async () => {
    server.close();
    await once(server, 'close');
  });

  /** Sends one request to a server; `afterEach` waits until the server has no connection left. */
  const exchange = async (answer: RequestListener, options: CallOptions = {}) => {
    const { rootCertificates: ca, certificate: cert, privateKey: key } = tls;
    server = createServer(
      { ca: [ca.toString()], cert: cert.toString(), key: key.toString(), requestCert: true },
      answer,
    );
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    return exchangeHttps({ address: `127.0.0.1:${String(port)}`, tls, method: 'GET', path: '/x', ...options });
  };

  it('gives the status and the text of the response', async () => {
    const response = exchange((_request, answer) => answer.writeHead(404).end('none'));
    await expect(response).resolves.toEqual({ status: 404, text: 'none' });
  });

  it('fails when the response is too large', async () => {
    const part = Buffer.alloc(1_048_576, 'x');
    const response = exchange((_request, answer) => {
      for (let sent = 0; sent < 8; sent += 1) answer.write(part);
    });
    await expect(response).rejects.toMatchObject({ code: 'protocol_error' });
  });

  it.each([
    ['before', () => undefined],
    ['within', (_request, answer) => answer.writeHead(200).write('begun')],
  ] satisfies [string, RequestListener][])('ends at its time limit, %s the response', async (_when, answer) => {
    await expect(exchange(answer, { timeout: 50 })).rejects.toMatchObject({ code: 'timeout' });
  });

  it('ends with the reason of its signal', async () => {
    const reason = new Error('cancelled by the operator');
    const controller = new AbortController();
    const response = exchange(
      () => {
        controller.abort(reason);
      },
      { signal: controller.signal },
    );
    await expect(response).rejects.toBe(reason);
  });

  it('ends at its time limit while the connection is made, and closes it', async () => {
    server = createTcpServer().listen(0, '127.0.0.1');
    const accepted = once(server, 'connection') as Promise<[Socket]>;
    await once(server, 'listening');
    const address = `127.0.0.1:${String((server.address() as AddressInfo).port)}`;
    const response = exchangeHttps({ address, tls, method: 'GET', path: '/x', timeout: 200 });
    await expect(response).rejects.toMatchObject({ code: 'timeout' });
    const [socket] = await accepted;
    socket.resume();
    await once(socket, 'close');
  });
});
