import { once } from 'node:events';
import { connect } from 'node:net';

export interface RawAnswer {
  /** 0 if the connection ended without an answer. */
  readonly status: number;
  readonly head: string;
  readonly body: string;
}

/** Sends these bytes over a separate connection and reads until the server ends it. */
export async function rawRequest(port: number, ...parts: readonly (string | Buffer)[]): Promise<RawAnswer> {
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  const closed = new Promise<void>((resolve) => socket.once('close', resolve));
  // A server that has answered may reset a connection on which more data arrives.
  socket.on('error', () => undefined);
  for (const part of parts) socket.write(part);
  let received = '';
  socket.setEncoding('utf8').on('data', (chunk: string) => (received += chunk));
  await closed;
  const [head = '', ...body] = received.split('\r\n\r\n');
  return { status: Number(/^HTTP\/1\.1 (\d{3})/.exec(head)?.[1] ?? 0), head, body: body.join('\r\n\r\n') };
}

export interface RawHead {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** The head of a request that closes its connection after the answer. */
export function headOf({ method, path, headers }: RawHead): string {
  const lines = Object.entries({ host: '127.0.0.1', connection: 'close', ...headers });
  return [`${method} ${path} HTTP/1.1`, ...lines.map(([name, value]) => `${name}: ${value}`), '', ''].join('\r\n');
}
