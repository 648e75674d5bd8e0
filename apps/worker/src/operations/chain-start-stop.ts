import type { ChainId, OperationInput } from '@heddle/contracts';
import type { Store } from '@heddle/data';
import { defineOperation, step, type StepContext } from '@heddle/queue';
import { followedBy } from '../chain/chain-states';
import { awaitChannels } from '../chain/channels-ready';
import { nodesToRun } from '../chain/nodes-to-run';
import { recordObservations } from '../chain/observations';
import { reachingNodes } from '../errors/reaching-nodes';
import type { WorkerServices } from '../services';
import { reportingTo } from '../steps/report-runtime';
import { STEP_SECONDS } from './step-seconds';

type Context = StepContext<OperationInput<'chain.start' | 'chain.stop'>, WorkerServices>;

export const chainStart = defineOperation('chain.start', {
  steps: [
    step('start', { weight: STEP_SECONDS['chain.start'].start }, startNodes),
    step('ready', { weight: STEP_SECONDS['chain.start'].ready }, reachingNodes(awaitNodes)),
  ],
  onState: followedBy({ running: 'updating', succeeded: 'running', failed: 'failed', cancelled: 'degraded' }),
});

export const chainStop = defineOperation('chain.stop', {
  steps: [step('stop', { weight: STEP_SECONDS['chain.stop'].stop }, stopNodes)],
  onState: followedBy({ running: 'updating', succeeded: 'stopped', failed: 'degraded', cancelled: 'degraded' }),
});

async function startNodes({ services, input, report, signal, transaction }: Context): Promise<void> {
  const { chainId } = input;
  await transaction(async (store) => {
    await store.chains.setDesired(chainId, 'running');
    await store.nodes.setDesired(chainId, await stoppedAlone(store, chainId), 'running');
  });
  await services.runtimes.start(
    { chainId, names: await nodesToRun(services, chainId) },
    { signal, report: reportingTo(report) },
  );
}

/** Orderers and peers that were stopped by themselves; chaincode servers follow their chaincode. */
async function stoppedAlone({ nodes }: Store, chainId: ChainId): Promise<string[]> {
  const rows = await nodes.ofChain(chainId);
  return rows.filter(({ kind, desired }) => kind !== 'chaincode' && desired === 'stopped').map(({ name }) => name);
}

async function awaitNodes({ services, input, report, signal }: Context): Promise<void> {
  const { chainId } = input;
  await services.runtimes.waitUntilReady(
    { chainId, names: await nodesToRun(services, chainId) },
    { signal, report: reportingTo(report) },
  );
  await recordObservations(services, chainId);
  report.info('Every node answers on its own listeners');
  const say = (message: string) => {
    report.info(message);
  };
  await awaitChannels(services, chainId, { signal, report: say });
  await recordObservations(services, chainId);
}

async function stopNodes({ services, input, report, signal, transaction }: Context): Promise<void> {
  await transaction((store) => store.chains.setDesired(input.chainId, 'stopped'));
  await services.runtimes.stop(input, { signal, report: reportingTo(report) });
  await recordObservations(services, input.chainId);
  report.info('Every node is stopped; ledgers are kept');
}
