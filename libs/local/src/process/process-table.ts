import type { Markers } from './markers';

export interface MarkedProcess {
  readonly pid: number;
  readonly markers: Markers;
}

export interface ProcessUsage {
  /** Processor time used since its start, in seconds. */
  readonly cpuSeconds: number;
  readonly memoryBytes: number;
  readonly startedAt: Date;
}

/** What the operating system knows of running processes. Ended ones that nobody has reaped yet count as gone. */
export interface ProcessTable {
  /** The markers of a process; undefined when there is none of that id or it is not a node's. */
  markersOf(pid: number): Promise<Markers | undefined>;
  /** Every process that carries the instance's marker. */
  marked(instance: string): Promise<MarkedProcess[]>;
  usage(pid: number): Promise<ProcessUsage | undefined>;
  /** The same of a process and all that descends from it. */
  treeUsage(pid: number): Promise<ProcessUsage | undefined>;
}
