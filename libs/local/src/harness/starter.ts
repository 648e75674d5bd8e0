import type { Workload } from '@heddle/topology';
import { readFileSync } from 'node:fs';
import { createLocalRuntime } from '../local-runtime';
import { memoryLeases } from './memory-leases';

/** A worker that applies a plan and kills itself with SIGKILL at the given step. */
interface StarterPlan {
  readonly root: string;
  readonly fabricHome: string;
  readonly workloads: Workload[];
  readonly dieAfter: string | null;
}

const plan = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')) as StarterPlan;
const driver = await createLocalRuntime({
  root: plan.root,
  homes: { fabric: plan.fabricHome },
  leases: memoryLeases(),
  portRange: { first: 1, last: 1 },
  builds: '/nowhere',
  trace: (step) => {
    if (step === plan.dieAfter) process.kill(process.pid, 'SIGKILL');
  },
});
await driver.apply(plan.workloads);
