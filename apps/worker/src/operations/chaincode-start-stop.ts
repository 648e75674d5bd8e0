import type { ChaincodeState, OperationInput, OperationState } from '@heddle/contracts';
import { defineOperation, step, type StateChange, type StepContext } from '@heddle/queue';
import { announce } from '../chain/announce';
import { publishingHealthOf } from '../chain/publish-health';
import { recordObservations } from '../chain/observations';
import { restingState, serversOfChaincode } from '../chaincode/chaincode-servers';
import { loadChaincodeWorld, type ChaincodeWorld } from '../world/chaincode-world';
import { serveDefinition } from '../chaincode/serve-definition';
import { checkAnswers } from '../chaincode/smoke-check';
import { OperationFailure } from '../errors/operation-failure';
import { reachingNodes } from '../errors/reaching-nodes';
import type { WorkerServices } from '../services';
import { counted } from '../steps/counted';
import { reportingTo } from '../steps/report-runtime';
import { STEP_SECONDS } from './step-seconds';

type Input = OperationInput<'chaincode.start' | 'chaincode.stop'>;
type Context = StepContext<Input, WorkerServices>;
type Change = StateChange<Input, WorkerServices>;

/** Peers reach a server that was just started once the routes to it are updated. */
const UNTIL_ROUTED = { attempts: 16 };

/**
 * The servers stay stopped until the chaincode is started: neither the reconciler nor a start of the chain starts them.
 */
export const chaincodeStop = defineOperation('chaincode.stop', {
  steps: [step('stop', { weight: STEP_SECONDS['chaincode.stop'].stop }, stopServers)],
  onState: publishingHealthOf((change) => follow(change, { succeeded: 'stopped' })),
});

export const chaincodeStart = defineOperation('chaincode.start', {
  steps: [
    step(
      'start',
      { weight: STEP_SECONDS['chaincode.start'].start, retry: { attempts: 2, delayMs: 500 } },
      startServers,
    ),
    step('check', { weight: STEP_SECONDS['chaincode.start'].check, retry: UNTIL_ROUTED }, reachingNodes(checkServers)),
  ],
  onState: publishingHealthOf((change) => follow(change, { succeeded: 'active', failed: 'degraded' })),
});

const ENDED: readonly OperationState[] = ['succeeded', 'failed', 'cancelled', 'rolled_back'];

async function follow(change: Change, states: Partial<Record<OperationState, ChaincodeState>>): Promise<void> {
  const { store, services, input, state, error } = change;
  const chaincode = await store.chaincodes.find(input.chaincodeId);
  if (!ENDED.includes(state) || chaincode === null) return;
  const resting = await restingState(store, chaincode);
  const chaincodeState = state !== 'succeeded' && resting === 'stopped' ? resting : (states[state] ?? resting);
  const row = await store.chaincodes.setState(chaincode.id, chaincodeState, error?.message ?? null);
  await announce(store, services.live, input.chainId, { chaincodes: [row] });
}

/** First sets the desired state of the servers, so that no reconciler restarts them. */
async function stopServers({ services, input, report, signal, transaction }: Context): Promise<void> {
  const { chainId } = input;
  const servers = await serversOfChaincode(services.database.store, input);
  const names = servers.map(({ name }) => name);
  await transaction((store) => store.nodes.setDesired(chainId, names, 'stopped'));
  await services.runtimes.stop({ chainId, names }, { signal, report: reportingTo(report) });
  await recordObservations(services, chainId);
  report.info(`${counted(names.length, 'server')} stopped; the definition stays committed`);
}

/**
 * Starts the servers in the same way as a deployment: a server that does not register as its peers expect is stopped
 * again.
 */
async function startServers(context: Context): Promise<void> {
  const { definition } = await committedWorld(context.services, context.input);
  await serveDefinition({ ...context, input: { ...context.input, definitionId: definition.id } });
}

async function checkServers(context: Context): Promise<void> {
  await checkAnswers(context, await committedWorld(context.services, context.input));
}

async function committedWorld(services: WorkerServices, input: Input): Promise<ChaincodeWorld> {
  const { name, committedDefinitionId } = await services.database.store.chaincodes.get(input.chaincodeId);
  if (committedDefinitionId !== null) {
    return loadChaincodeWorld(services, { ...input, definitionId: committedDefinitionId });
  }
  throw new OperationFailure('invalid_state', `${name} was never committed, so it cannot be started.`, {
    remedy: 'Deploy it again.',
    retryable: false,
  });
}
