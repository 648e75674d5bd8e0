import { Language } from '@heddle/contracts';
import { BuildFailedError } from '@heddle/runtime';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { ifPresent } from '../file-errors';
import type { ResolvedProgram } from '../node/node-record';
import { pathWithNode } from './build-environment';
import { touchBuild } from './prune-builds';

/** `build.json`: what was built and how it is started. */
export const BuildRecord = z.object({
  id: z.string(),
  language: Language,
  command: z.array(z.string()).min(1),
  path: z.array(z.string()),
});
export type BuildRecord = z.infer<typeof BuildRecord>;

export function buildFolder(cacheDir: string, id: string): string {
  return join(cacheDir, id);
}

export const OUTPUT = 'output';

export async function readBuild(cacheDir: string, id: string): Promise<BuildRecord | undefined> {
  const text = await ifPresent(readFile(join(buildFolder(cacheDir, id), 'build.json'), 'utf8'));
  return text === undefined ? undefined : BuildRecord.parse(JSON.parse(text));
}

/**
 * How a finished build is started; the `build` option of the local runtime.
 *
 * @throws BuildFailedError when there is no such build
 */
export async function builtProgram(cacheDir: string, id: string): Promise<ResolvedProgram> {
  const build = await readBuild(cacheDir, id);
  if (build === undefined) {
    throw new BuildFailedError(
      `There is no chaincode build ${id}.`,
      [],
      'Deploy the chaincode again: that builds it anew.',
    );
  }
  await touchBuild(buildFolder(cacheDir, id));
  const output = join(buildFolder(cacheDir, id), OUTPUT);
  const path = pathWithNode(...build.path.map((folder) => join(output, folder)));
  return {
    command: build.command.map((part) => part.replace(/^\$\{output\}(?=\/)/, output)),
    cwd: output,
    env: { PATH: path },
  };
}
