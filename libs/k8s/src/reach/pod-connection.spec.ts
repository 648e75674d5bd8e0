import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer, type WebSocket } from 'ws';
import type { ClusterApi } from '../access/cluster-api';
import { connectToPod } from './pod-connection';

const PORT = 7051;
const TARGET = { namespace: 'chain', pod: 'peer0-org1-0', port: PORT };

/** A message of the API server: the channel, and what it carries. */
const message = (channel: number, content: Buffer | string) =>
  Buffer.concat([Buffer.from([channel]), Buffer.from(content)]);

const announcement = Buffer.from([PORT % 256, PORT >> 8]);

let server: Server | undefined;

/** An API server that accepts the upgrade and sends these messages in one segment, as a nearby one does. */
async function sayingAtOnce(messages: readonly Buffer[]): Promise<ClusterApi> {
  const sockets = new WebSocketServer({ noServer: true });
  const listening = createServer().on('upgrade', (request, socket, head) => {
    socket.cork();
    sockets.handleUpgrade(request, socket, head, (client: WebSocket) => {
      for (const one of messages) client.send(one);
    });
    process.nextTick(() => {
      socket.uncork();
    });
  });
  server = listening.listen(0, '127.0.0.1');
  await once(listening, 'listening');
  const { port } = listening.address() as AddressInfo;
  const config = { applyToHTTPSOptions: () => Promise.resolve() };
  return { server: `http://127.0.0.1:${port}`, config } as unknown as ClusterApi;
}

afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

describe('a connection to a pod', () => {
  it('reports a refusal when it arrives first', async () => {
    const refused = message(1, 'connection refused');
    const api = await sayingAtOnce([message(0, announcement), message(1, announcement), refused]);
    const errors: unknown[] = [];
    const connection = await connectToPod(api, TARGET, (error) => errors.push(error));
    expect(connection.destroyed).toBe(true);
    expect(errors).toMatchObject([{ message: expect.stringContaining('connection refused') as string }]);
  });

  it('delivers data that arrives before there is a listener', async () => {
    const api = await sayingAtOnce([message(0, announcement), message(1, announcement), message(0, 'hello')]);
    const connection = await connectToPod(api, TARGET, fail);
    expect(await once(connection, 'data')).toEqual([Buffer.from('hello')]);
    connection.destroy();
  });
});

function fail(error: unknown): void {
  throw error;
}
