import type { OperationInput } from '@heddle/contracts';
import { defineOperation, step, type StepContext } from '@heddle/queue';
import { recordObservations } from '../../chain/observations';
import { reachingNodes } from '../../errors/reaching-nodes';
import type { WorkerServices } from '../../services';
import { awaitNode } from '../await-node';
import { reportingTo } from '../../steps/report-runtime';
import { STEP_SECONDS } from '../step-seconds';
import { untilLevel } from './level';
import { announceChain } from './membership';

type Context = StepContext<OperationInput<'node.start' | 'node.stop'>, WorkerServices>;

export const nodeStop = defineOperation<'node.stop', WorkerServices>('node.stop', {
  steps: [step('stop', { weight: STEP_SECONDS['node.stop'].stop }, stopNode, startNode)],
  onState: announceChain,
});

export const nodeStart = defineOperation<'node.start', WorkerServices>('node.start', {
  steps: [
    step('start', { weight: STEP_SECONDS['node.start'].start }, startNode, stopNode),
    step('ready', { weight: STEP_SECONDS['node.start'].ready }, (context) => awaitNode(context, context.input.node)),
    step('level', { weight: STEP_SECONDS['node.start'].level }, reachingNodes(awaitLedgers)),
  ],
  onState: announceChain,
});

/** The node stays stopped until it, or its chain, is started. */
async function stopNode({ services, input: { chainId, node }, report, signal, transaction }: Context): Promise<void> {
  await transaction((store) => store.nodes.setDesired(chainId, [node], 'stopped'));
  await services.runtimes.stop({ chainId, names: [node] }, { signal, report: reportingTo(report) });
  await recordObservations(services, chainId);
  report.info(`${node} is stopped; its ledger is kept`);
}

async function startNode({ services, input: { chainId, node }, report, signal, transaction }: Context): Promise<void> {
  await transaction((store) => store.nodes.setDesired(chainId, [node], 'running'));
  await services.runtimes.start({ chainId, names: [node] }, { signal, report: reportingTo(report) });
}

async function awaitLedgers({ services, input: { chainId, node }, report, signal }: Context): Promise<void> {
  await untilLevel({ services, chainId, signal }, node);
  report.info(`${node} has all blocks of its channels`);
}
