import { Language } from '@heddle/contracts';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

/** `build.json`: what was built and how it is started. */
export const BuildRecord = z.object({
  id: z.string(),
  language: Language,
  command: z.array(z.string()).min(1),
  path: z.array(z.string()),
});
export type BuildRecord = z.infer<typeof BuildRecord>;

/** Name of the folder of what was kept, within a build's own. */
export const OUTPUT = 'output';
/** Name of the folder beside it into which the archive is unpacked. */
export const SOURCE = 'source';

export function buildFolder(cacheDir: string, id: string): string {
  return join(cacheDir, id);
}

/** The record of a finished build; undefined for one that never was or is not finished. */
export async function readBuild(cacheDir: string, id: string): Promise<BuildRecord | undefined> {
  try {
    return BuildRecord.parse(JSON.parse(await readFile(join(buildFolder(cacheDir, id), 'build.json'), 'utf8')));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Part of a build's command, with the folder of its output put in. */
export function withOutput(part: string, output: string): string {
  return part.replaceAll('${output}/', `${output}/`);
}
