import { once } from 'node:events';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { becomesFree, isPortFree } from './port-check';

let server: Server;
let port: number;
beforeEach(async () => {
  server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  ({ port } = server.address() as AddressInfo);
});
afterEach(() => {
  server.close();
});

it('a port that is released a moment later becomes free', async () => {
  expect(await isPortFree(port)).toBe(false);
  const free = becomesFree(port);
  setTimeout(() => server.close(), 100);
  expect(await free).toBe(true);
});

it('a port that another program holds does not become free', async () => {
  expect(await becomesFree(port)).toBe(false);
});
