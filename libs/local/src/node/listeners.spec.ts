import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { isListening, parseListeners } from './listeners';

const HEADER = '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode';

it('finds the listening ports among all sockets', () => {
  const table = [
    HEADER,
    '   0: 0100007F:5208 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 1 1 0 100 0 0 10 0',
    '   1: 0100007F:5209 0100007F:C350 01 00000000:00000000 00:00000000 00000000     0        0 2 1 0 20 4 30 10 -1',
    '1234: 00000000:520A 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 3 1 0 100 0 0 10 0',
    '',
  ].join('\n');
  expect([...parseListeners(table)]).toEqual([0x5208, 0x520a]);
});

it('finds them among IPv6 sockets, whose addresses are longer', () => {
  const [any, one] = ['0'.repeat(32), '00000000000000000000000001000000'];
  const table = [
    HEADER,
    `   0: ${any}:1F90 ${any}:0000 0A 00000000:00000000 00:00000000 00000000     0        0 1 1 0 100 0 0 10 0`,
    `   1: ${one}:1F91 ${one}:C350 01 00000000:00000000 00:00000000 00000000     0        0 2 1 0 20 4 30 10 -1`,
  ].join('\n');
  expect([...parseListeners(table)]).toEqual([0x1f90]);
});

it('sees a listener start and stop under concurrent requests', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const shown = await Promise.all([isListening(port), isListening(port)]);
  server.close();
  await once(server, 'close');
  const gone = await isListening(port);
  const known = gone !== undefined;
  expect([...shown, gone]).toEqual(known ? [true, true, false] : [undefined, undefined, undefined]);
});
