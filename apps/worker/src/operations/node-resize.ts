import type { OperationInput } from '@heddle/contracts';
import { defineOperation, step, type StepContext } from '@heddle/queue';
import { recordObservations } from '../chain/observations';
import type { WorkerServices } from '../services';
import { reportingTo } from './report-runtime';
import { STEP_SECONDS } from './step-seconds';

type Context = StepContext<OperationInput<'node.resize'>, WorkerServices>;

const SECONDS = STEP_SECONDS['node.resize'];

/** The desired resources are stored in the node's row, so that every later start uses them. */
export const nodeResize = defineOperation('node.resize', {
  steps: [step('resize', { weight: SECONDS.resize }, resizeNode), step('ready', { weight: SECONDS.ready }, awaitNode)],
});

async function resizeNode({ services, input: { chainId, nodeId }, report, signal }: Context): Promise<void> {
  const { name, resources } = await services.database.store.nodes.get(nodeId);
  if (resources === null) return;
  await services.runtimes.resize({ chainId, name }, resources, { signal, report: reportingTo(report) });
  report.info(`${name} is replaced by a pod with its new resources`);
}

async function awaitNode({ services, input: { chainId, nodeId }, report, signal }: Context): Promise<void> {
  const { name } = await services.database.store.nodes.get(nodeId);
  await services.runtimes.waitUntilReady({ chainId, names: [name] }, { signal, report: reportingTo(report) });
  await recordObservations(services, chainId);
}
