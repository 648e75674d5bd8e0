import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** The stages that a project's spec files belong to, by the suffix of the file name. */
export type Stage = 'fast' | 'live' | 'k8s' | 'containers';

export function stageOf(file: string): Stage | undefined {
  if (!/\.spec\.(ts|mjs)$/.test(file)) return undefined;
  if (/\.k8s\.spec\./.test(file)) return 'k8s';
  if (/\.containers\.spec\./.test(file)) return 'containers';
  return /\.live\.spec\./.test(file) ? 'live' : 'fast';
}

/**
 * Every spec file of one stage below a folder, sorted.
 * @returns paths relative to the folder
 */
export function specFiles(folder: string, stage: Stage): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => !file.split('/').includes('node_modules') && stageOf(file) === stage)
    .map((file) => join(file))
    .sort();
}
