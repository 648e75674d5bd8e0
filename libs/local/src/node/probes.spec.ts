import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { firstUnmet } from './probes';

let server: Server;
let port: number;
beforeEach(async () => {
  server = createServer((request, response) => {
    response.writeHead(request.url === '/healthz' ? 503 : 200).end('{"status":"not\n ok"}');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  port = (server.address() as AddressInfo).port;
});
afterEach(() => {
  server.close();
});

const http = (path: string) => ({ type: 'http' as const, port: 'operations', path, expectStatus: 200 });

it('names the first condition that does not hold, in the node’s own words', async () => {
  const target = { host: '127.0.0.1', ports: { operations: port }, config: '' };
  const unmet = await firstUnmet([http('/version'), http('/healthz')], target);
  expect(unmet).toBe('/healthz says 503: {"status":"not ok"}');
});

it('is content when all conditions hold', async () => {
  const target = { host: '127.0.0.1', ports: { operations: port }, config: '' };
  expect(await firstUnmet([http('/version'), { type: 'tcp', port: 'operations' }], target)).toBeNull();
});

it('recognizes a port without a listener', async () => {
  server.close();
  await once(server, 'close');
  const target = { host: '127.0.0.1', ports: { grpc: port }, config: '' };
  expect(await firstUnmet([{ type: 'tcp', port: 'grpc' }], target)).toBe(`grpc port ${port} refuses connections`);
});
