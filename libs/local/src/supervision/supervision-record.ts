import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { ifPresent } from '../file-errors';
import { writeAtomically, type NodeFolder } from '../node/node-folder';

/** What has to be known about a node's deaths after the worker that saw them is gone. */
const SupervisionRecord = z.object({
  /** Starts that followed a death. */
  restarts: z.int(),
  /** Deaths in a row, each soon after its start. */
  failures: z.int(),
  /** Which start was seen dead last, and when first, in milliseconds since 1970. */
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
