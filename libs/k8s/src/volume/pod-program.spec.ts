import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { poll } from '@heddle/runtime';
import { WebSocketServer, type WebSocket } from 'ws';
import type { ClusterApi } from '../access/cluster-api';
import { startProgram } from './pod-program';

const [OUTPUT, ERRORS, STATUS] = [1, 2, 3];
const SUCCESS = JSON.stringify({ metadata: {}, status: 'Success' });
const FAILURE = JSON.stringify({ status: 'Failure', message: 'command terminated with exit code 2' });

let server: Server;
/** An upgraded connection is no longer the server's, and outlives it. */
const connections = new Set<Socket>();
let paths: string[];

const request = (input = false) => ({
  namespace: 'chain',
  pod: 'peer0-org1-0',
  container: 'peer',
  command: ['sh', '-c', 'cat "$0" && ls', 'a b'],
  input,
  failed: (message: string) => new Error(`failed: ${message}`),
});

type Say = (channel: number, content: Buffer | string) => void;

/** An API server that starts any program. */
async function running(program: (say: Say, client: WebSocket) => void): Promise<ClusterApi> {
  const sockets = new WebSocketServer({ noServer: true });
  paths = [];
  const upgrading = createServer().on('upgrade', (asked, socket, head) => {
    paths.push(asked.url ?? '');
    sockets.handleUpgrade(asked, socket, head, (client) => {
      const say: Say = (channel, content) => {
        client.send(Buffer.concat([Buffer.from([channel]), Buffer.from(content)]));
      };
      program(say, client);
    });
  });
  server = upgrading.listen(0, '127.0.0.1');
  server.on('connection', (socket) => connections.add(socket));
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const config = { applyToHTTPSOptions: () => Promise.resolve() };
  return { server: `http://127.0.0.1:${port}`, config } as unknown as ClusterApi;
}

afterEach(() => {
  server.close();
  for (const socket of connections) socket.destroy();
  connections.clear();
});

describe('a program in a pod', () => {
  it('gets its command, and gives all of its output', async () => {
    const api = await running((say) => {
      for (const part of ['one ', 'two ', '']) say(OUTPUT, part);
      say(ERRORS, 'a warning');
      say(OUTPUT, 'three');
      say(STATUS, SUCCESS);
    });
    expect(await text(await startProgram(api, request()))).toBe('one two three');
    expect(paths).toEqual([
      '/api/v1/namespaces/chain/pods/peer0-org1-0/exec?container=peer&stdin=false&stdout=true&stderr=true' +
        '&command=sh&command=-c&command=cat+%22%240%22+%26%26+ls&command=a+b',
    ]);
  });

  it('is an error with its last words when it fails, also for a reader that comes later', async () => {
    const api = await running((say) => {
      say(OUTPUT, 'half');
      say(ERRORS, 'cat: a b: ');
      say(ERRORS, 'No such file\n');
      say(STATUS, FAILURE);
    });
    const program = await startProgram(api, request());
    await delay(50);
    await expect(pipeline(program, text)).rejects.toThrow(
      'failed: cat: a b: No such file\ncommand terminated with exit code 2',
    );
  });

  it('has not ended when its connection ends', async () => {
    const api = await running((say, client) => {
      say(OUTPUT, 'half');
      client.close();
    });
    await expect(pipeline(await startProgram(api, request()), text)).rejects.toMatchObject({
      code: 'cluster_unreachable',
      message: expect.stringContaining('ended before the program did') as string,
    });
  });

  it('needs a permission of its own', async () => {
    const api = await running(() => undefined);
    server.removeAllListeners('upgrade').on('upgrade', (_request, socket) => {
      socket.end('HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n');
    });
    await expect(startProgram(api, request())).rejects.toMatchObject({
      code: 'cluster_refused',
      message: 'The API server does not connect to sh in pod chain/peer0-org1-0: it answers 403.',
      remedy: expect.stringContaining('pods/exec') as string,
    });
  });

  it('is not finished by the end of its input, but by its own', async () => {
    const received: Buffer[] = [];
    let ends = (): void => undefined;
    const api = await running((say, client) => {
      client.on('message', (data: Buffer) => received.push(data));
      ends = () => {
        say(STATUS, SUCCESS);
      };
    });
    const program = await startProgram(api, request(true));
    let finished = false;
    const writing = pipeline([Buffer.from('abc'), Buffer.from('d')], program).then(() => (finished = true));
    await poll(() => Promise.resolve(Buffer.concat(received).toString() === '\0abc\0d'), { pauseMs: 5 });
    expect(finished).toBe(false);
    ends();
    await writing;
  });

  it('waits while its output is not read', async () => {
    const chunk = Buffer.alloc(1_000_000);
    const count = 40;
    let waiting = () => 0;
    const api = await running((say, client) => {
      waiting = () => client.bufferedAmount;
      for (let index = 0; index < count; index += 1) say(OUTPUT, chunk);
      say(STATUS, SUCCESS);
    });
    const program = await startProgram(api, request());
    await delay(200);
    expect(program.readableLength).toBeLessThan(4 * chunk.length);
    expect(waiting()).toBeGreaterThan(0);
    let length = 0;
    for await (const bytes of program) length += (bytes as Buffer).length;
    expect(length).toBe(count * chunk.length);
  });
});
