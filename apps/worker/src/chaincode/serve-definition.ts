import type { ChainId } from '@heddle/contracts';
import type { StepContext } from '@heddle/queue';
import { chaincodeWorkload, type Workload } from '@heddle/topology';
import { announce, removedOf } from '../chain/announce';
import { keepStored } from '../world/chain-keys';
import { recordObservations } from '../chain/observations';
import { keysOf } from '../world/chain-keys';
import { reportingTo } from '../steps/report-runtime';
import type { WorkerServices } from '../services';
import { programOf, type ServerProgram } from './build-source';
import {
  loadChaincodeWorld,
  rowOf,
  serverOf,
  type ChaincodeInput,
  type ChaincodeWorld,
} from '../world/chaincode-world';
import { proveServers } from './prove-servers';
import { issueServerCertificate, serverFiles } from './server-certificate';

type Context = StepContext<ChaincodeInput, WorkerServices>;

/** The servers of a definition, one for each member of its channel. */
export async function serverWorkloads(
  services: WorkerServices,
  world: ChaincodeWorld,
  program: ServerProgram,
): Promise<Workload[]> {
  const { database, runtimes } = services;
  const { chain, definition, members } = world;
  const addresses = await runtimes.addresses(chain.id);
  const rows = await database.store.nodes.ofChain(chain.id);
  const keep = keepStored(world.identities);
  return Promise.all(
    members.map(async (organization): Promise<Workload> => {
      const server = serverOf(world, definition, organization);
      const { tlsCa } = keysOf(world.keys, organization.name);
      const { id, ports, host } = rowOf(rows, server);
      const { nodeDays: days } = world.inventory.certificates;
      const identity = await issueServerCertificate(keep, { server, host, tlsCa, days });
      const packageId = definition.packageIds[organization.name] ?? '';
      const files = serverFiles(identity, tlsCa);
      return chaincodeWorkload({
        id,
        chainId: chain.id,
        server,
        ports,
        addresses,
        mspId: organization.mspId,
        language: definition.language,
        packageId,
        program,
        files,
      });
    }),
  );
}

/**
 * Starts one server for each organization, unless it is external, and waits until each one registers as peers expect.
 */
export async function serveDefinition(context: Context): Promise<void> {
  const { services, input, report, signal, transaction } = context;
  const world = await loadChaincodeWorld(services, input);
  const program = programOf(world.definition);
  if (program === undefined) {
    await proveServers(context, world);
    return;
  }
  const workloads = await serverWorkloads(services, world, program);
  const names = workloads.map(({ name }) => name);
  await transaction((store) => store.nodes.setDesired(input.chainId, names, 'running'));
  try {
    await services.runtimes.apply(workloads, { signal });
    await services.runtimes.waitUntilReady({ chainId: input.chainId, names }, { signal, report: reportingTo(report) });
    await proveServers(context, world);
  } catch (error) {
    if (!signal.aborted) await holdBack(context, names);
    throw error;
  }
  await recordObservations(services, input.chainId);
}

/** Servers that do not start stay stopped until a user acts. Otherwise they would be restarted forever. */
async function holdBack(
  { services, input: { chainId }, transaction }: Context,
  names: readonly string[],
): Promise<void> {
  // Only while this worker holds the operation: another worker may already start the same servers.
  await transaction((store) => store.nodes.setDesired(chainId, names, 'stopped'));
  await services.runtimes.stop({ chainId, names });
  await recordObservations(services, chainId);
}

const SERVER_IDENTITIES = ['chaincode-tls', 'chaincode-client-tls'] as const;

/** Stops the servers of a definition and deletes their rows, ports and certificates. */
export async function retireServers(
  {
    services,
    input: { chainId },
    transaction,
  }: Pick<StepContext<{ readonly chainId: ChainId }, WorkerServices>, 'services' | 'input' | 'transaction'>,
  names: readonly string[],
): Promise<void> {
  if (names.length === 0) return;
  // First, so that no repair that starts from now on restarts them.
  await transaction((store) => store.nodes.setDesired(chainId, names, 'removed'));
  await services.runtimes.remove({ chainId, names });
  await transaction(async (store) => {
    const rows = (await store.nodes.ofChain(chainId)).filter(({ name }) => names.includes(name));
    for (const row of rows) await store.nodes.remove(row.id);
    for (const kind of SERVER_IDENTITIES) await store.identities.removeNamed(chainId, kind, names);
    await announce(store, services.live, chainId, { removed: removedOf('node', rows) });
  });
}
