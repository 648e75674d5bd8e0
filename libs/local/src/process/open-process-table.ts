import { darwinProcessTable } from './darwin-process-table';
import { linuxProcessTable } from './linux-process-table';
import type { ProcessTable } from './process-table';

/** The process table of this operating system. */
export function processTable(platform: NodeJS.Platform = process.platform): ProcessTable {
  return platform === 'linux' ? linuxProcessTable() : darwinProcessTable();
}
