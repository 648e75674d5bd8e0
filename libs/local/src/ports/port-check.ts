import { createServer } from 'node:net';
import { poll } from '@heddle/runtime';
import { hasCode } from '../file-errors';

function canListen(port: number, host: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (error) => {
      if (hasCode(error, 'EADDRINUSE', 'EACCES')) resolve(false);
      else reject(error);
    });
    server.listen({ port, host, exclusive: true }, () => {
      server.close(() => {
        resolve(true);
      });
    });
  });
}

/** The kernel closes the sockets of a killed process shortly after the process has ended. */
const CLOSING_MS = 1_000;
const POLL_MS = 20;

/** Whether the port is free, now or as soon as a process that was just killed has released it. */
export async function becomesFree(port: number): Promise<boolean> {
  return (await poll(() => isPortFree(port), { pauseMs: POLL_MS, timeoutMs: CLOSING_MS })) ?? false;
}

/** Whether a program could listen on the port now, on the loopback address and on all addresses. */
export async function isPortFree(port: number): Promise<boolean> {
  return (await canListen(port, '127.0.0.1')) && (await canListen(port, '0.0.0.0'));
}
