import type { ProcessTable } from '../process/process-table';
import { BoundedMap } from './bounded-map';
import { folderStamp } from './folder-memory';
import type { NodeFolder } from './node-folder';

/** A running node: its process, and the entries of its folders, which change with its record, its marks and its starts. */
interface Resting<Value> {
  readonly stamp: string;
  readonly pid: number;
  readonly process: string;
  readonly known: Known<Value>;
}

export interface Known<Value> {
  readonly value: Value;
  /** When it was found out, in milliseconds since 1970. */
  readonly at: number;
}

function stampOf({ path, run }: NodeFolder): string | undefined {
  const [whole, marks] = [folderStamp(path), folderStamp(run)];
  return whole === undefined || marks === undefined ? undefined : `${whole} ${marks}`;
}

/** What was found out about running nodes. It is valid while a node's process and the entries of its folders are the same. */
export class NodeMemory<Value> {
  readonly #table: Pick<ProcessTable, 'identity'>;
  readonly #kept = new BoundedMap<Resting<Value>>();

  constructor(table: Pick<ProcessTable, 'identity'>) {
    this.#table = table;
  }

  /** What is known of a node that has not changed. Three system calls. */
  recall(folder: NodeFolder): Known<Value> | undefined {
    const kept = this.#kept.get(folder.path);
    if (kept === undefined) return undefined;
    return this.#table.identity(kept.pid) === kept.process && stampOf(folder) === kept.stamp ? kept.known : undefined;
  }

  /**
   * Finds out the value of a node and keeps it if the node runs.
   *
   * @param pidOf the node's process; null if it does not run, or if the value must not be kept
   */
  async learn(folder: NodeFolder, find: () => Promise<Value>, pidOf: (value: Value) => number | null): Promise<Value> {
    // Stamped first: a change while the value is found out must count as a later one.
    const stamp = stampOf(folder);
    const at = Date.now();
    const value = await find();
    const pid = pidOf(value);
    const process = pid === null ? undefined : this.#table.identity(pid);
    if (stamp === undefined || pid === null || process === undefined) this.#kept.delete(folder.path);
    else this.#kept.set(folder.path, { stamp, pid, process, known: { value, at } });
    return value;
  }
}
