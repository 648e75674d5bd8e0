import { Language } from '@heddle/contracts';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

/** `build.json`: what was built and its start command. */
export const BuildRecord = z.object({
  id: z.string(),
  language: Language,
  command: z.array(z.string()).min(1),
  path: z.array(z.string()),
});
export type BuildRecord = z.infer<typeof BuildRecord>;

/** Name of the output folder within a build's folder. */
export const OUTPUT = 'output';
/** Name of the folder beside it into which the archive is unpacked. */
export const SOURCE = 'source';

export function buildFolder(cacheDir: string, id: string): string {
  return join(cacheDir, id);
}

/** The record of a finished build; undefined if the build does not exist or is not finished. */
export async function readBuild(cacheDir: string, id: string): Promise<BuildRecord | undefined> {
  try {
    return BuildRecord.parse(JSON.parse(await readFile(join(buildFolder(cacheDir, id), 'build.json'), 'utf8')));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** An argument of a build's command with the path of its output folder inserted. */
export function withOutput(part: string, output: string): string {
  return part.replaceAll('${output}/', `${output}/`);
}
