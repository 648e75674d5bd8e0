import { randomInt } from 'node:crypto';
import { isFree } from '../../start/port.ts';

/** Below the system's ephemeral port range, and outside the range of Heddle's nodes. */
const FIRST = 12_000;
const LAST = 19_999;

/** Distinct ports of the loopback address that are free now. */
export async function freePorts(count: number): Promise<number[]> {
  const ports: number[] = [];
  for (let port = randomInt(FIRST, LAST - 1_000); ports.length < count && port <= LAST; port += 1)
    if (await isFree('127.0.0.1', port)) ports.push(port);
  return ports;
}
