import type { ChaincodeState, OperationState } from '@heddle/contracts';
import { defineOperation, step, type StateChange, type StepContext } from '@heddle/queue';
import { buildSource } from '../chaincode/build-source';
import { restingState } from '../chaincode/chaincode-servers';
import { loadChaincodeWorld, serverOf, type ChaincodeInput } from '../chaincode/chaincode-world';
import { approveDefinition, commitDefinition, installPackages, refuseToUncommit } from '../chaincode/lifecycle-steps';
import { packageDefinition, packagesPath } from '../chaincode/package-definition';
import { retireServers, serveDefinition } from '../chaincode/serve-definition';
import { checkAndRetire } from '../chaincode/smoke-check';
import { unlessOvertaken, whileServed } from '../chaincode/while-served';
import { announce, removedOf } from '../chain/announce';
import { explaining } from '../errors/explain';
import { reachingNodes } from '../errors/reaching-nodes';
import type { WorkerServices } from '../services';

type Context = StepContext<ChaincodeInput, WorkerServices>;
type Change = StateChange<ChaincodeInput, WorkerServices>;

/** A ready server is found once the cluster's DNS and its proxies have heard of it: up to a minute after an outage. */
const UNTIL_ROUTED = { attempts: 16 };

/** Undo runs from the last step to the first: what is on the ledger is refused before anything is removed. */
const steps = [
  step('build', { weight: 6, retry: { attempts: 1 } }, unlessOvertaken(buildSource), removeFiles),
  step('package', { weight: 1 }, unlessOvertaken(explaining(packageDefinition)), removeServers),
  step('serve', { weight: 2, retry: { attempts: 2, delayMs: 500 } }, unlessOvertaken(serveDefinition)),
  step('install', { weight: 2 }, whileServed(reachingNodes(installPackages))),
  step('approve', { weight: 2 }, whileServed(reachingNodes(approveDefinition))),
  step('commit', { weight: 2 }, whileServed(reachingNodes(commitDefinition)), refuseToUncommit),
  step('check', { weight: 1, retry: UNTIL_ROUTED }, whileServed(reachingNodes(checkAndRetire))),
];

export const chaincodeDeploy = defineOperation('chaincode.deploy', {
  steps,
  onState: (change) =>
    follow(change, { running: 'deploying', succeeded: 'active', failed: 'failed', cancelled: 'failed' }),
});

/** While an upgrade fails, the definition before goes on as it was. */
export const chaincodeUpgrade = defineOperation('chaincode.upgrade', {
  steps,
  onState: (change) =>
    follow(change, { running: 'upgrading', succeeded: 'active', failed: 'as before', cancelled: 'as before' }),
});

async function follow(
  change: Change,
  states: Partial<Record<OperationState, ChaincodeState | 'as before'>>,
): Promise<void> {
  const { store, services, input, state, error } = change;
  if (state === 'rolled_back') return forgetDefinition(change);
  const wanted = states[state];
  const chaincode = await store.chaincodes.find(input.chaincodeId);
  if (wanted === undefined || chaincode === null) return;
  const chaincodeState = wanted === 'as before' ? await restingState(store, chaincode) : wanted;
  const definition = await store.chaincodes.definition(input.definitionId);
  if (definition.state !== 'committed') {
    const failed = state === 'failed' || state === 'cancelled';
    await store.chaincodes.updateDefinition(definition.id, { state: failed ? 'failed' : 'deploying' });
  }
  const reason = error === null ? null : `${definition.version}: ${error.message}`;
  const row = await store.chaincodes.setState(input.chaincodeId, chaincodeState, reason);
  await announce(store, services.live, input.chainId, { chaincodes: [row] });
}

/**
 * What packaging planned, port and certificate included, and what serving started of it. A chaincode that was never
 * committed goes whole, with what its earlier attempts left.
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

/** The packages of a first deployment; those of other definitions belong to the chaincode that goes on serving. */
async function removeFiles({ services, input: { chaincodeId, channelId, chainId } }: Context): Promise<void> {
  const { store } = services.database;
  const chaincode = await store.chaincodes.get(chaincodeId);
  if (chaincode.committedDefinitionId !== null) return;
  const { name } = await store.channels.get(channelId);
  await services.artifacts.remove(chainId, packagesPath(name, chaincode.name));
}

/** A first deployment that is rolled back leaves no trace; a rolled back upgrade leaves the chaincode as it was. */
async function forgetDefinition({ store, services: { live }, input }: Change): Promise<void> {
  const { chaincodeId, definitionId, chainId } = input;
  const row = await store.chaincodes.find(chaincodeId);
  if (row === null) return;
  if (row.committedDefinitionId === null) {
    await store.chaincodes.removeWithDefinitions(chaincodeId);
    await announce(store, live, chainId, { removed: removedOf('chaincode', [row]) });
    return;
  }
  await store.chaincodes.updateDefinition(definitionId, { state: 'failed' });
  const restored = await store.chaincodes.setState(chaincodeId, await restingState(store, row));
  await announce(store, live, chainId, { chaincodes: [restored] });
}
