import { readFile } from 'node:fs/promises';
import { ifPresent } from '../file-errors';

/**
 * A line of `/proc/net/tcp` or `/proc/net/tcp6` in socket state `TCP_LISTEN`, which is `0A` (proc_net_tcp.txt in the
 * kernel documentation). One expression covers the whole text: a busy machine has thousands of lines.
 */
const LISTENING = /^\s*\d+: [0-9A-F]+:([0-9A-F]{4}) [0-9A-F]+:[0-9A-F]{4} 0A /gm;

/** Listening ports in the text of `/proc/net/tcp` or `/proc/net/tcp6`. */
export function parseListeners(table: string): Set<number> {
  return new Set([...table.matchAll(LISTENING)].map(([, port = '']) => Number.parseInt(port, 16)));
}

async function readListeners(): Promise<ReadonlySet<number> | undefined> {
  const tables = await Promise.all(
    ['/proc/net/tcp', '/proc/net/tcp6'].map((path) => ifPresent(readFile(path, 'utf8'))),
  );
  const present = tables.filter((table) => table !== undefined);
  return present.length === 0 ? undefined : new Set(present.flatMap((table) => [...parseListeners(table)]));
}

let reading: Promise<ReadonlySet<number> | undefined> | undefined;
let last: { readonly ports: ReadonlySet<number>; readonly at: number } | undefined;

async function readAndKeep(): Promise<ReadonlySet<number> | undefined> {
  const at = performance.now();
  const ports = await readListeners();
  last = ports && { ports, at };
  return ports;
}

/**
 * Whether a process listens on a port of this machine, without connecting: each connection that ends before its TLS
 * handshake causes an error line in the node's log. Undefined if the kernel does not provide the information.
 *
 * Concurrent calls share one read. The probes of all nodes of a chain run at once, and the kernel takes milliseconds of
 * CPU time for each read, however few sockets there are.
 *
 * @param maxAgeMs how long ago the process may have listened, in milliseconds
 */
export async function isListening(port: number, maxAgeMs = 0): Promise<boolean | undefined> {
  if (last !== undefined && performance.now() - last.at < maxAgeMs && last.ports.has(port)) return true;
  reading ??= readAndKeep().finally(() => {
    reading = undefined;
  });
  return (await reading)?.has(port);
}
