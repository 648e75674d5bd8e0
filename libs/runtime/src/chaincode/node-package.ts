import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { BuildFailedError } from '../build-errors';

const Named = z.record(z.string(), z.string()).default({});
const PackageJson = z.object({
  main: z.string().optional(),
  scripts: Named,
  dependencies: Named,
  devDependencies: Named,
  engines: Named.catch({}),
});
export type PackageJson = z.infer<typeof PackageJson>;

/** @throws BuildFailedError if it is not JSON or does not have npm's format */
export async function readPackage(project: string): Promise<PackageJson> {
  const text = await readFile(join(project, 'package.json'), 'utf8');
  try {
    return PackageJson.parse(JSON.parse(text.replace(/^\uFEFF/, '')));
  } catch (error) {
    throw new BuildFailedError(
      `package.json cannot be read: ${error instanceof Error ? error.message : 'not JSON'}`,
      [],
      'Correct package.json, and deploy the corrected upload.',
    );
  }
}

/** The lowest major version of Node.js that `engines` allows; 0 if there is no requirement. */
export function wantedNode({ engines }: Pick<PackageJson, 'engines'>): number {
  const alternatives = (engines['node'] ?? '').split('||');
  return Math.min(...alternatives.map((range) => Number(/^\s*(?:>=|\^|~|=|v)*\s*v?(\d+)/.exec(range)?.[1] ?? 0)));
}
