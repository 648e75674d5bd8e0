import { darwinProcessTable } from './darwin-process-table';
import { linuxProcessTable } from './linux-process-table';
import type { ProcessTable } from './process-table';

/** The process table of the operating system that this runs on. */
export function processTable(platform: NodeJS.Platform = process.platform): ProcessTable {
  return platform === 'linux' ? linuxProcessTable() : darwinProcessTable();
}
