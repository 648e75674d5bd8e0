import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { ifPresent } from '../file-errors';
import { writeAtomically, type NodeFolder } from '../node/node-folder';

/** What is recorded about a node's deaths for later workers. */
const SupervisionRecord = z.object({
  /** Number of restarts after a death. */
  restarts: z.int(),
  /** Consecutive deaths, each shortly after a start. */
  failures: z.int(),
  /** The start that was last seen dead, and the time of the first such observation in milliseconds since 1970. */
  death: z.object({ generation: z.int(), at: z.number() }).nullable(),
});
export type SupervisionRecord = z.infer<typeof SupervisionRecord>;

const pathOf = (folder: NodeFolder): string => join(folder.run, 'supervision.json');

export async function readSupervision(folder: NodeFolder): Promise<SupervisionRecord> {
  const text = await ifPresent(readFile(pathOf(folder), 'utf8'));
  return text === undefined ? { restarts: 0, failures: 0, death: null } : SupervisionRecord.parse(JSON.parse(text));
}

export async function writeSupervision(folder: NodeFolder, record: SupervisionRecord): Promise<void> {
  await writeAtomically(pathOf(folder), JSON.stringify(record));
}
