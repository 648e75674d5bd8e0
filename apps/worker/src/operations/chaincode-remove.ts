import type { OperationInput } from '@heddle/contracts';
import { defineOperation, step, type StateChange, type StepContext } from '@heddle/queue';
import { announce, removedOf } from '../chain/announce';
import { loadChannelWorld } from '../world/channel-world';
import { serverOf } from '../world/chaincode-world';
import { packagesPath } from '../chaincode/package-definition';
import { retireServers } from '../chaincode/serve-definition';
import type { WorkerServices } from '../services';
import { STEP_SECONDS } from './step-seconds';

type Input = OperationInput<'chaincode.remove'>;
type Context = StepContext<Input, WorkerServices>;
type Change = StateChange<Input, WorkerServices>;

const SECONDS = STEP_SECONDS['chaincode.remove'];

/** Removes what Heddle created for a chaincode. Fabric keeps its definition, its data, and the packages on peers. */
export const chaincodeRemove = defineOperation('chaincode.remove', {
  steps: [
    step('servers', { weight: SECONDS.servers }, removeServers),
    step('packages', { weight: SECONDS.packages }, removePackages),
    step('forget', { weight: SECONDS.forget }, forget),
  ],
  onState: followOperation,
});

/** After success there is no row. */
async function followOperation({ store, services, input, state, error }: Change): Promise<void> {
  if (state === 'rolling_back' || (await store.chaincodes.find(input.chaincodeId)) === null) return;
  const row = await store.chaincodes.setState(
    input.chaincodeId,
    state === 'running' ? 'removing' : 'failed',
    error?.message ?? null,
  );
  await announce(store, services.live, input.chainId, { chaincodes: [row] });
}

/** The servers of every definition, by their planned names: some may have a port but no row yet. */
async function removeServers(context: Context): Promise<void> {
  const { services, input, report } = context;
  const { chaincodes } = services.database.store;
  const chaincode = await chaincodes.find(input.chaincodeId);
  if (chaincode === null) return;
  const { members } = await loadChannelWorld(services, input);
  const definitions = await chaincodes.definitions(chaincode.id);
  const names = definitions.flatMap((definition) =>
    members.map((organization) => serverOf({ chaincode }, definition, organization).name),
  );
  await retireServers(context, names);
  report.info(`The servers of ${chaincode.name} are stopped; their ports and certificates are deleted`);
}

async function removePackages({ services, input, report }: Context): Promise<void> {
  const { store } = services.database;
  const chaincode = await store.chaincodes.find(input.chaincodeId);
  if (chaincode === null) return;
  const channel = await store.channels.get(input.channelId);
  await services.artifacts.remove(input.chainId, packagesPath(channel.name, chaincode.name));
  report.info(`The packages of ${chaincode.name} are deleted; peers keep the installed ones`);
}

async function forget({ services, input, report, transaction }: Context): Promise<void> {
  await transaction(async (store) => {
    const chaincode = await store.chaincodes.find(input.chaincodeId);
    if (chaincode === null) return;
    await store.chaincodes.removeWithDefinitions(chaincode.id);
    await announce(store, services.live, input.chainId, { removed: removedOf('chaincode', [chaincode]) });
  });
  report.info('The records of the chaincode are deleted; its definition and data stay on the ledger');
}
