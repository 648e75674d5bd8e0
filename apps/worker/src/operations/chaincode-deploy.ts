import type { ChaincodeState, OperationInput, OperationState } from '@heddle/contracts';
import type { ChaincodeDefinitionEntity, ChaincodeEntity } from '@heddle/data';
import { defineOperation, step, type StateChange, type StepContext } from '@heddle/queue';
import { buildSource } from '../chaincode/build-source';
import { restingState } from '../chaincode/chaincode-servers';
import { loadChaincodeWorld, serverOf, type ChaincodeInput } from '../world/chaincode-world';
import { initialize } from '../chaincode/initialize';
import { approveDefinition, commitDefinition, installPackages, refuseToUncommit } from '../chaincode/lifecycle-steps';
import { packageDefinition, packagesPath } from '../chaincode/package-definition';
import { retireServers, serveDefinition } from '../chaincode/serve-definition';
import { checkAndRetire } from '../chaincode/smoke-check';
import { unlessOvertaken, whileServed } from '../chaincode/while-served';
import { announce, removedOf } from '../chain/announce';
import { publishingHealthOf } from '../chain/publish-health';
import { explaining } from '../errors/explain';
import { reachingNodes } from '../errors/reaching-nodes';
import type { WorkerServices } from '../services';
import { STEP_SECONDS } from './step-seconds';

type Context = StepContext<ChaincodeInput, WorkerServices>;
type Change = StateChange<ChaincodeInput, WorkerServices>;

/** A ready server becomes reachable once the cluster's DNS and proxies are updated: up to a minute after an outage. */
const UNTIL_ROUTED = { attempts: 16 };

const SECONDS = STEP_SECONDS['chaincode.deploy'];

/**
 * Weights follow durations measured with local nodes and the Go sample (two organizations; about 50 ms each). A build
 * with empty tool caches takes longer. Undo runs from the last step to the first: a committed definition is rejected
 * before anything is removed.
 */
const steps = [
  step('build', { weight: SECONDS.build, retry: { attempts: 1 } }, unlessOvertaken(buildSource), removeFiles),
  step('package', { weight: SECONDS.package }, unlessOvertaken(explaining(packageDefinition)), removeServers),
  step('serve', { weight: SECONDS.serve, retry: { attempts: 2, delayMs: 500 } }, unlessOvertaken(serveDefinition)),
  step('install', { weight: SECONDS.install }, whileServed(reachingNodes(installPackages))),
  step('approve', { weight: SECONDS.approve }, whileServed(reachingNodes(approveDefinition))),
  step('commit', { weight: SECONDS.commit }, whileServed(reachingNodes(commitDefinition)), refuseToUncommit),
  step('check', { weight: SECONDS.check, retry: UNTIL_ROUTED }, whileServed(reachingNodes(checkAndRetire))),
  step('initialize', { weight: SECONDS.initialize }, whileServed(reachingNodes(initialize))),
];

export const chaincodeDeploy = defineOperation('chaincode.deploy', {
  steps,
  onState: publishingHealthOf((change) => follow(change, { running: 'deploying', succeeded: 'active' })),
});

/** Until an upgrade is committed, the previous state of the chaincode stays valid. */
export const chaincodeUpgrade = defineOperation('chaincode.upgrade', {
  steps,
  onState: publishingHealthOf((change) =>
    follow(change, { running: 'upgrading', succeeded: 'active' }, change.input.before ?? SERVING),
  ),
});

/** For upgrades that were requested before their input recorded the state. */
const SERVING: Before = { state: 'active', reason: null };

type Before = NonNullable<OperationInput<'chaincode.upgrade'>['before']>;

async function follow(
  change: Change,
  states: Partial<Record<OperationState, ChaincodeState>>,
  before?: Before,
): Promise<void> {
  const { store, services, input, state } = change;
  if (state === 'rolled_back') return forgetDefinition(change, before);
  const chaincode = await store.chaincodes.find(input.chaincodeId);
  if (chaincode === null) return;
  const definition = await store.chaincodes.definition(input.definitionId);
  const committed = definition.state === 'committed';
  const next = FAILED.includes(state)
    ? await failedStatus(change, { chaincode, definition, before })
    : { state: states[state], reason: null };
  if (next.state === undefined) return;
  if (!committed) {
    await store.chaincodes.updateDefinition(definition.id, { state: FAILED.includes(state) ? 'failed' : 'deploying' });
  }
  const row = await store.chaincodes.setState(input.chaincodeId, next.state, next.reason);
  await announce(store, services.live, input.chainId, { chaincodes: [row] });
}

const FAILED: readonly OperationState[] = ['failed', 'cancelled'];

interface Failed {
  readonly chaincode: ChaincodeEntity;
  readonly definition: Pick<ChaincodeDefinitionEntity, 'id' | 'state' | 'version'>;
  readonly before: Before | undefined;
}

/** After the commit, peers run the new definition, even if a later step fails. Before it, they run the previous one. */
async function failedStatus({ store, error }: Change, { chaincode, definition, before }: Failed): Promise<Before> {
  const { committedDefinitionId: committed } = chaincode;
  if (committed !== null && committed !== definition.id) return statusBefore(store, chaincode, before ?? SERVING);
  return { state: 'failed', reason: error === null ? null : `${definition.version}: ${error.message}` };
}

/** The state at the time of the request, unless the chaincode was stopped or started since. */
async function statusBefore(store: Change['store'], chaincode: ChaincodeEntity, before: Before): Promise<Before> {
  const state = await restingState(store, chaincode);
  return state === 'active' && before.state !== 'stopped' ? before : { state, reason: null };
}

/**
 * Removes what packaging planned, including port and certificate, and what serving started. A chaincode that was never
 * committed is removed completely, including the leftovers of earlier attempts.
 */
async function removeServers(context: Context): Promise<void> {
  const { store } = context.services.database;
  const world = await loadChaincodeWorld(context.services, context.input);
  const { chaincode, definition, members } = world;
  const undone =
    chaincode.committedDefinitionId === null ? await store.chaincodes.definitions(chaincode.id) : [definition];
  const names = undone.flatMap((one) => members.map((organization) => serverOf(world, one, organization).name));
  await retireServers(context, names);
  context.report.info('The chaincode servers of this definition are removed');
}

/**
 * The packages of a first deployment. Packages of other definitions belong to the chaincode that continues to serve.
 */
async function removeFiles({ services, input: { chaincodeId, channelId, chainId } }: Context): Promise<void> {
  const { store } = services.database;
  const chaincode = await store.chaincodes.get(chaincodeId);
  if (chaincode.committedDefinitionId !== null) return;
  const { name } = await store.channels.get(channelId);
  await services.artifacts.remove(chainId, packagesPath(name, chaincode.name));
}

/**
 * A first deployment that is rolled back leaves nothing behind. A rolled back upgrade leaves the chaincode unchanged.
 */
async function forgetDefinition({ store, services: { live }, input }: Change, before?: Before): Promise<void> {
  const { chaincodeId, definitionId, chainId } = input;
  const row = await store.chaincodes.find(chaincodeId);
  if (row === null) return;
  if (before === undefined && row.committedDefinitionId === null) {
    await store.chaincodes.removeWithDefinitions(chaincodeId);
    await announce(store, live, chainId, { removed: removedOf('chaincode', [row]) });
    return;
  }
  await store.chaincodes.updateDefinition(definitionId, { state: 'failed' });
  const { state, reason } = await statusBefore(store, row, before ?? SERVING);
  const restored = await store.chaincodes.setState(chaincodeId, state, reason);
  await announce(store, live, chainId, { chaincodes: [restored] });
}
