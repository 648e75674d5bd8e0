import type { OperationInput } from '@heddle/contracts';
import { defineOperation, step, type StepContext } from '@heddle/queue';
import type { WorkerServices } from '../services';
import { awaitNode } from './await-node';
import { reportingTo } from '../steps/report-runtime';
import { STEP_SECONDS } from './step-seconds';

type Context = StepContext<OperationInput<'node.resize'>, WorkerServices>;

const SECONDS = STEP_SECONDS['node.resize'];

/** The desired resources are stored in the node's row, so that every later start uses them. */
export const nodeResize = defineOperation('node.resize', {
  steps: [step('resize', { weight: SECONDS.resize }, resizeNode), step('ready', { weight: SECONDS.ready }, awaitReady)],
});

async function resizeNode({ services, input: { chainId, nodeId }, report, signal }: Context): Promise<void> {
  const { name, resources } = await services.database.store.nodes.get(nodeId);
  if (resources === null) return;
  await services.runtimes.resize({ chainId, name }, resources, { signal, report: reportingTo(report) });
  report.info(`${name} is replaced by a pod with its new resources`);
}

async function awaitReady(context: Context): Promise<void> {
  const { name } = await context.services.database.store.nodes.get(context.input.nodeId);
  await awaitNode(context, name);
}
