import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** A connection to `host:port`. */
export async function connectTo(address: string): Promise<Socket> {
  const [host, port] = address.split(':');
  const socket = connect({ host: host ?? '', port: Number(port) });
  await once(socket, 'connect');
  return socket;
}

/** Sends bytes and returns as many as come back. */
export async function echo(socket: Socket, bytes: Buffer): Promise<Buffer> {
  const received: Buffer[] = [];
  let length = 0;
  return new Promise((resolve, reject) => {
    socket.once('error', reject);
    socket.once('close', () => {
      reject(new Error(`closed after ${length} of ${bytes.length} bytes`));
    });
    socket.on('data', (chunk: Buffer) => {
      received.push(chunk);
      length += chunk.length;
      if (length >= bytes.length) resolve(Buffer.concat(received));
    });
    socket.write(bytes);
  });
}
