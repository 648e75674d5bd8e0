import type { OperationInput } from '@heddle/contracts';
import { defineOperation, step, type StepContext } from '@heddle/queue';
import { followedBy } from '../chain/chain-states';
import { forgetChain } from '../chain/forget-chain';
import type { WorkerServices } from '../services';
import { reportingTo } from '../steps/report-runtime';
import { STEP_SECONDS } from './step-seconds';

type Context = StepContext<OperationInput<'chain.release'>, WorkerServices>;

const SECONDS = STEP_SECONDS['chain.release'];

export const chainRelease = defineOperation('chain.release', {
  steps: [
    step('nodes', { weight: SECONDS.nodes }, removeNodes),
    step('artifacts', { weight: SECONDS.artifacts }, removeArtifacts),
    step('forget', { weight: SECONDS.forget }, forget),
  ],
  onState: followedBy({ running: 'releasing', succeeded: 'released', failed: 'failed', cancelled: 'failed' }),
});

/** First sets the desired state, so that no reconciler restarts a node, then removes processes and ledgers. */
async function removeNodes({ services, input, report, signal, transaction }: Context): Promise<void> {
  await transaction((store) => store.chains.setDesired(input.chainId, 'released'));
  const { chainId, keepLedgers } = input;
  await services.runtimes.remove({ chainId }, { keepLedgers, signal, report: reportingTo(report) });
  report.info(`Every node is stopped and its ledger is ${keepLedgers ? 'kept' : 'deleted'}`);
}

async function removeArtifacts({ services, input: { chainId }, report }: Context): Promise<void> {
  await services.artifacts.remove(chainId);
  report.info('The files of the chain are deleted');
}

async function forget({ services, input: { chainId }, report, transaction }: Context): Promise<void> {
  await transaction((store) => forgetChain(store, services.live, chainId));
  report.info('Keys, ports and records of the chain are deleted');
}
