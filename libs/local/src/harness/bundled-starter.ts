import type { Workload } from '@heddle/topology';
import { execFile, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { testFabricHome } from './test-chain';

const WORKSPACE = join(__dirname, '../../../..');

export interface StarterRun {
  readonly root: string;
  readonly workloads: readonly Workload[];
  readonly dieAfter: string | null;
}

/** The starter as a program of its own, and how to run it to its end. */
export interface BundledStarter {
  /** Resolves with the signal that ended it, or null. */
  run(plan: StarterRun): Promise<NodeJS.Signals | null>;
  remove(): Promise<void>;
}

export async function bundleStarter(): Promise<BundledStarter> {
  const folder = await mkdtemp(join(tmpdir(), 'heddle-starter-'));
  const program = join(folder, 'starter.mjs');
  const rolldown = join(WORKSPACE, 'node_modules/rolldown/bin/cli.mjs');
  const tsconfig = join(WORKSPACE, 'tsconfig.base.json');
  const args = [
    rolldown,
    join(__dirname, 'starter.ts'),
    '--file',
    program,
    '--platform',
    'node',
    '--tsconfig',
    tsconfig,
  ];
  await promisify(execFile)(process.execPath, args, { cwd: WORKSPACE });
  return {
    run: async ({ root, workloads, dieAfter }) => {
      const plan = join(folder, `${randomUUID()}.json`);
      await writeFile(plan, JSON.stringify({ root, fabricHome: testFabricHome(), workloads, dieAfter }));
      const child = spawn(process.execPath, [program, plan], { stdio: ['ignore', 'inherit', 'inherit'] });
      await once(child, 'exit');
      return child.signalCode;
    },
    remove: () => rm(folder, { recursive: true }),
  };
}
