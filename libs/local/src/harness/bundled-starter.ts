import type { Workload } from '@heddle/topology';
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bundleProgram } from './bundle-program';
import { testFabricHome } from './test-chain';

export interface StarterRun {
  readonly root: string;
  readonly workloads: readonly Workload[];
  readonly dieAfter: string | null;
}

/** The starter as a separate program. */
export interface BundledStarter {
  /** Resolves with the signal that ended it, or null. */
  run(plan: StarterRun): Promise<NodeJS.Signals | null>;
  remove(): Promise<void>;
}

export async function bundleStarter(): Promise<BundledStarter> {
  const { folder, path, remove } = await bundleProgram('starter');
  return {
    run: async ({ root, workloads, dieAfter }) => {
      const plan = join(folder, `${randomUUID()}.json`);
      await writeFile(plan, JSON.stringify({ root, fabricHome: testFabricHome(), workloads, dieAfter }));
      const child = spawn(process.execPath, [path, plan], { stdio: ['ignore', 'inherit', 'inherit'] });
      await once(child, 'exit');
      return child.signalCode;
    },
    remove,
  };
}
