import { once } from 'node:events';
import { createServer } from 'node:net';

const FIRST = 10_000;
const SLICES = 200;
const SLICE_SIZE = 100;

let handedOut = 0;

/**
 * Distinct free ports of 127.0.0.1. Every test process takes them from a separate range below the system's ephemeral
 * ports, so no other process takes one before it is used.
 */
export async function freePorts(count: number): Promise<number[]> {
  const ports: number[] = [];
  for (let tried = 0; ports.length < count; tried += 1) {
    if (tried > SLICE_SIZE) throw new Error(`no ${String(count)} free ports left`);
    const port = FIRST + (process.pid % SLICES) * SLICE_SIZE + (handedOut++ % SLICE_SIZE);
    if (await isFree(port)) ports.push(port);
  }
  return ports;
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer().listen(port, '127.0.0.1');
  try {
    await once(server, 'listening');
  } catch {
    return false;
  }
  server.close();
  await once(server, 'close');
  return true;
}
