import type { PortLeases, RuntimeDriver, RuntimeHarness } from '@heddle/runtime';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLocalRuntime, type LocalRuntimeOptions } from '../local-runtime';
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
        fabricHome: testFabricHome(),
        leases,
        portRange: { first, last: first + 199 },
        operationsAccess: testAccess,
        build: (id) => Promise.reject(new Error(`There is no build ${id} in this test.`)),
        ...options,
      }),
    chain: (driver) => testChain(driver),
    close: async () => {
      await stopAll(root, { graceMs: 0 });
      await rm(root, { recursive: true, force: true });
    },
  };
}
