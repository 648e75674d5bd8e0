import {
  ChaincodeCrashedError,
  DiskFullError,
  NodeFailedError,
  PortTakenError,
  type RuntimeError,
} from '@heddle/runtime';
import { lastLogLines } from '../logs/log-file';
import type { KnownNode } from './node-list';

const ADDRESS_IN_USE = /listen tcp \S*:(\d+): bind: address already in use|EADDRINUSE.*?:(\d+)/;
const NO_SPACE = /no space left on device|ENOSPC/;

function takenPort(lines: readonly string[]): number | undefined {
  const match = lines.map((line) => ADDRESS_IN_USE.exec(line)).findLast((found) => found !== null);
  const port = match?.[1] ?? match?.[2];
  return port === undefined ? undefined : Number(port);
}

/** The error for a dead node, derived from its last log lines. */
export async function nodeFailure({ folder, record }: KnownNode): Promise<RuntimeError> {
  const lines = await lastLogLines(folder);
  const port = takenPort(lines);
  if (port !== undefined) {
    const name = Object.entries(record.ports).find(([, number]) => number === port)?.[0] ?? 'a port';
    return new PortTakenError(port, record.name, name);
  }
  if (lines.some((line) => NO_SPACE.test(line))) return new DiskFullError(folder.path);
  const what = 'ended by itself';
  return record.kind === 'chaincode'
    ? new ChaincodeCrashedError(record.name, what, lines)
    : new NodeFailedError(record.name, what, lines);
}
