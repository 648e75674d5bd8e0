import type { PortLeases, RuntimeDriver, RuntimeHarness } from '@heddle/runtime';
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createLocalRuntime, type LocalRuntimeOptions } from '../local-runtime';
import { nodeFolder } from '../node/node-folder';
import { volumePath } from '../node/volume-folder';
import { instanceOf } from '../process/markers';
import { latestStart } from '../process/node-process';
import { processTable } from '../process/open-process-table';
import { stopAll } from '../stop-all';
import { memoryLeases } from './memory-leases';
import { testAccess, testChain, testFabricHome } from './test-chain';

export interface LocalHarness extends RuntimeHarness {
  readonly root: string;
  readonly leases: PortLeases;
  open(options?: Partial<LocalRuntimeOptions>): Promise<RuntimeDriver>;
}

/** Ports for the runs of one test file; test files run in parallel. */
let nextRange = 20_000 + (Number(process.env['JEST_WORKER_ID'] ?? 1) % 40) * 200;

/** A separate data folder. Everything in it is ended and deleted at the end. */
export async function localHarness(): Promise<LocalHarness> {
  const root = await mkdtemp(join(tmpdir(), 'heddle-local-'));
  const leases = memoryLeases();
  const first = nextRange;
  nextRange += 20;
  return {
    ports: 'shared',
    root,
    leases,
    open: (options = {}) =>
      createLocalRuntime({
        root,
        homes: { fabric: testFabricHome() },
        leases,
        portRange: { first, last: first + 199 },
        operationsAccess: testAccess,
        builds: join(root, '.builds'),
        ...options,
      }),
    chain: (driver) => testChain(driver),
    shell: async (folder, script) =>
      (await promisify(execFile)('sh', ['-c', script], { cwd: volumePath(root, folder) })).stdout,
    environment: async ({ chainId, name }) => {
      const scope = { table: processTable(), instance: instanceOf(await realpath(root)) };
      const { process: running } = await latestStart(nodeFolder(root, chainId, name), scope);
      return (await readFile(`/proc/${running?.pid ?? 0}/environ`, 'utf8')).split('\0');
    },
    close: async () => {
      await stopAll(root, { graceMs: 0 });
      await rm(root, { recursive: true, force: true });
    },
  };
}
