import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const WORKSPACE = join(__dirname, '../../../..');

/** A program of this folder, bundled into one file so that a test can run and kill it as a separate process. */
export interface BundledProgram {
  readonly folder: string;
  readonly path: string;
  readonly remove: () => Promise<void>;
}

/** @param name of the source file in this folder, without extension */
export async function bundleProgram(name: string): Promise<BundledProgram> {
  const folder = await mkdtemp(join(tmpdir(), `heddle-${name}-`));
  const path = join(folder, `${name}.mjs`);
  const rolldown = join(WORKSPACE, 'node_modules/rolldown/bin/cli.mjs');
  const tsconfig = join(WORKSPACE, 'tsconfig.base.json');
  const source = join(__dirname, `${name}.ts`);
  const args = [rolldown, source, '--file', path, '--platform', 'node', '--tsconfig', tsconfig];
  await promisify(execFile)(process.execPath, args, { cwd: WORKSPACE });
  return { folder, path, remove: () => rm(folder, { recursive: true }) };
}
