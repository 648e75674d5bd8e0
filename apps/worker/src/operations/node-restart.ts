import type { OperationInput } from '@heddle/contracts';
import { defineOperation, step, type StepContext } from '@heddle/queue';
import type { WorkerServices } from '../services';
import { awaitNode } from './await-node';
import { STEP_SECONDS } from './step-seconds';

type Context = StepContext<OperationInput<'node.restart'>, WorkerServices>;

const SECONDS = STEP_SECONDS['node.restart'];

export const nodeRestart = defineOperation('node.restart', {
  steps: [
    step('restart', { weight: SECONDS.restart }, restartNode),
    step('ready', { weight: SECONDS.ready }, awaitReady),
  ],
});

async function restartNode({ services, input: { chainId, nodeId }, report, signal }: Context): Promise<void> {
  const { name } = await services.database.store.nodes.get(nodeId);
  await services.runtimes.restart({ chainId, name }, { signal });
  report.info(`${name} restarted`);
}

async function awaitReady(context: Context): Promise<void> {
  const { name } = await context.services.database.store.nodes.get(context.input.nodeId);
  await awaitNode(context, name);
}
