import { readFile } from 'node:fs/promises';
import { ifPresent } from '../file-errors';

/** Socket state `TCP_LISTEN` in `/proc/net/tcp` (proc_net_tcp.txt of the kernel's documentation). */
const LISTEN = '0A';

/** Ports with a listener, out of the text of `/proc/net/tcp` or `/proc/net/tcp6`. */
export function parseListeners(table: string): Set<number> {
  const ports = new Set<number>();
  for (const line of table.split('\n').slice(1)) {
    const [, local, , state] = line.trim().split(/\s+/);
    if (state === LISTEN && local !== undefined) ports.add(Number.parseInt(local.split(':').at(-1) ?? '', 16));
  }
  return ports;
}

/**
 * Whether somebody listens on a port of this machine, without connecting: each connection that ends before its TLS
 * handshake is an error line in the log of the node. Undefined where the kernel does not show it.
 */
export async function isListening(port: number): Promise<boolean | undefined> {
  const tables = await Promise.all(
    ['/proc/net/tcp', '/proc/net/tcp6'].map((path) => ifPresent(readFile(path, 'utf8'))),
  );
  const present = tables.filter((table) => table !== undefined);
  return present.length === 0 ? undefined : present.some((table) => parseListeners(table).has(port));
}
