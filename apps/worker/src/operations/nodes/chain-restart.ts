import type { OperationInput } from '@heddle/contracts';
import { defineOperation, step, type StepContext } from '@heddle/queue';
import { z } from 'zod';
import { loadChainWorld, type WorldNode } from '../../world/chain-world';
import { recordObservations } from '../../chain/observations';
import { OperationFailure } from '../../errors/operation-failure';
import { reachingNodes } from '../../errors/reaching-nodes';
import { leaderOf } from '../../fabric/gather-orderers';
import type { WorkerServices } from '../../services';
import { reportingTo } from '../../steps/report-runtime';
import { STEP_SECONDS } from '../step-seconds';
import { untilLevel } from './level';
import { announceChain } from './membership';

type Context = StepContext<OperationInput<'chain.restart'>, WorkerServices>;

const SECONDS = STEP_SECONDS['chain.restart'];

/** Restarts every orderer and peer, one after another; the next one only when the last one is level with the others. */
export const chainRestart = defineOperation('chain.restart', {
  steps: [
    step('check', { weight: SECONDS.check }, reachingNodes(checkNodes)),
    step('restart', { weight: SECONDS.restart }, reachingNodes(restartNodes)),
  ],
  onState: announceChain,
});

/** A node that is down or behind would be the second one that its channels miss. */
async function checkNodes({ services, input: { chainId }, report, signal }: Context): Promise<void> {
  const { orderers, peers } = await loadChainWorld(services, chainId);
  for (const node of [...orderers, ...peers]) {
    assertRuns(node);
    await untilLevel({ services, chainId, signal }, node.plan.name);
  }
  report.info('All nodes run and are level');
}

function assertRuns({ plan: { name }, row }: WorldNode): void {
  if (row.state === 'running') return;
  throw new OperationFailure('node_not_ready', `${name} is ${row.state}.`, {
    remedy: `Start ${name} first, then retry.`,
    retryable: true,
  });
}

const Names = z.array(z.string());

async function restartNodes({ services, input: { chainId }, report, signal, checkpoint }: Context): Promise<void> {
  const planned = checkpoint.get('order', Names);
  const order = planned ?? (await orderOf(services, chainId, signal));
  if (planned === undefined) await checkpoint.set('order', order);
  const restarted = checkpoint.get('restarted', Names) ?? [];
  for (const name of order.slice(restarted.length)) {
    await services.runtimes.restart({ chainId, name }, { signal });
    await services.runtimes.waitUntilReady({ chainId, names: [name] }, { signal, report: reportingTo(report) });
    await untilLevel({ services, chainId, signal }, name);
    restarted.push(name);
    await checkpoint.set('restarted', restarted);
    await recordObservations(services, chainId);
    report.progress(restarted.length, order.length, `${name} is restarted and level with the others`);
  }
}

/** Leaders come last among the orderers, so that each leads once more at most. */
async function orderOf(
  services: WorkerServices,
  chainId: Context['input']['chainId'],
  signal: AbortSignal,
): Promise<string[]> {
  const { orderers, peers } = await loadChainWorld(services, chainId);
  const leaders = new Set<string | undefined>();
  for (const { name: channel } of await services.database.store.channels.ofChain(chainId)) {
    leaders.add(await leaderOf({ channel, orderers, runtimes: services.runtimes, signal }));
  }
  const leads = ({ plan }: WorldNode) => leaders.has(plan.name);
  const sorted = [...orderers.filter((node) => !leads(node)), ...orderers.filter(leads), ...peers];
  return sorted.map(({ plan }) => plan.name);
}
