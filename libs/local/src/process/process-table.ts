import type { Markers } from './markers';

export interface MarkedProcess {
  readonly pid: number;
  readonly markers: Markers;
}

export interface ProcessUsage {
  /** CPU time used since its start, in seconds. */
  readonly cpuSeconds: number;
  readonly memoryBytes: number;
  readonly startedAt: Date;
}

/** What the operating system reports about running processes. Ended processes that are not reaped yet do not count. */
export interface ProcessTable {
  /** The markers of a process; undefined if the process does not exist or does not belong to a node. */
  markersOf(pid: number): Promise<Markers | undefined>;
  /** All processes with the instance's marker. */
  marked(instance: string): Promise<MarkedProcess[]>;
  usage(pid: number): Promise<ProcessUsage | undefined>;
  /** Resource usage of a process and all its descendants. */
  treeUsage(pid: number): Promise<ProcessUsage | undefined>;
  /** Identifies a running process, unlike its pid alone; undefined if it has ended, or if the system does not tell. */
  identity(pid: number): string | undefined;
}
