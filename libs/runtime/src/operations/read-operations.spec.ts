import { createTestIdentities, type TestIdentities } from '@heddle/testing';
import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { nodeMetrics, parseBlockHeights } from './node-metrics';
import { readOperations } from './read-operations';

let own: TestIdentities;
let other: TestIdentities;
let server: Server;
const sockets = new Set<Socket>();

beforeAll(async () => {
  [own, other] = await Promise.all([
    createTestIdentities('Own', 'own.test'),
    createTestIdentities('Other', 'other.test'),
  ]);
  const { tls } = await own.issueNode('peer0.own.test', 'peer');
  server = createServer({ cert: tls.certificate, key: tls.privateKey }, (request, response) => {
    response.end(`you asked for ${request.url ?? ''}`);
  }).listen(0, '127.0.0.1');
  server.on('secureConnection', (socket) => sockets.add(socket));
  await once(server, 'listening');
});
afterAll(() => {
  server.close();
  for (const socket of sockets) socket.destroy();
});

const place = () => ({ host: '127.0.0.1', port: (server.address() as AddressInfo).port });
const trusting = ({ tlsRootCertificate }: TestIdentities, serverName?: string) => ({
  ca: [tlsRootCertificate],
  ...(serverName !== undefined && { serverName }),
});

it('reads from a server that has the certificate of the node', async () => {
  const answer = { status: 200, body: 'you asked for /metrics' };
  expect(await readOperations({ ...place(), path: '/metrics', tls: trusting(own) })).toEqual(answer);
  const tls = trusting(own, 'peer0.own.test');
  expect(await readOperations({ ...place(), path: '/metrics', tls })).toEqual(answer);
});

it('believes no server of another CA, and none of another name', async () => {
  const request = { ...place(), path: '/metrics' };
  await expect(readOperations({ ...request, tls: trusting(other) })).rejects.toMatchObject({
    code: expect.stringMatching(/SELF_SIGNED|UNABLE_TO/) as string,
  });
  await expect(readOperations({ ...request, tls: trusting(own, 'peer1.own.test') })).rejects.toMatchObject({
    code: 'ERR_TLS_CERT_ALTNAME_INVALID',
  });
  expect(await nodeMetrics({ ...place(), tls: trusting(other) })).toBeUndefined();
});

it('goes on over another connection when the server closed the kept one', async () => {
  const request = { ...place(), path: '/healthz', tls: trusting(own) };
  await readOperations(request);
  const before = sockets.size;
  for (const socket of sockets) socket.destroy();
  expect(await readOperations(request)).toMatchObject({ status: 200 });
  expect(sockets.size).toBeGreaterThan(before);
});

it('reads by plain HTTP where the node has no TLS', async () => {
  const plain = createHttpServer((_, response) => {
    response.end('ledger_blockchain_height{channel="trade"} 7');
  }).listen(0, '127.0.0.1');
  await once(plain, 'listening');
  const { port } = plain.address() as AddressInfo;
  expect(parseBlockHeights((await nodeMetrics({ host: '127.0.0.1', port })) ?? '')).toEqual({ trade: 7 });
  plain.closeAllConnections();
  plain.close();
  await once(plain, 'close');
  expect(await nodeMetrics({ host: '127.0.0.1', port })).toBeUndefined();
});
