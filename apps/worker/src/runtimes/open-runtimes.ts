import type { ChainId } from '@heddle/contracts';
import type { Database } from '@heddle/data';
import { createLocalRuntime } from '@heddle/local';
import type { RuntimeDriver } from '@heddle/runtime';
import type { ChaincodeBuilds } from '../chaincode/chaincode-builds';
import { localBuilds } from '../chaincode/local-builds';
import { ChainRuntimes } from './chain-runtimes';
import { ClusterRuntimes } from './cluster-runtimes';
import { operationsAccesses } from './operations-accesses';
import { portLeases } from './port-leases';
import { RepairLock } from './repair-lock';
import type { ClusterRuntime, RuntimeEnvironment } from './runtime-environment';

export interface OpenRuntimes {
  readonly runtimes: ChainRuntimes;
  readonly repairLock: RepairLock;
  readonly builds: ChaincodeBuilds;
  close(): Promise<void>;
}

/** This machine as a runtime, and every registered cluster as one; those of later, when a chain first needs them. */
export async function openRuntimes(environment: Omit<RuntimeEnvironment, 'operationsAccess'>): Promise<OpenRuntimes> {
  const operationsAccess = operationsAccesses(environment);
  const { settings, layout, database } = environment;
  const sandbox = { ...settings.chaincode, hidden: [layout.root, layout.shared] };
  const builds = localBuilds(layout, sandbox);
  const local: ClusterRuntime = {
    builds,
    driver: await createLocalRuntime({
      root: layout.nodes,
      fabricHome: settings.fabricHome,
      leases: portLeases(database),
      portRange: settings.nodePorts,
      sandbox,
      operationsAccess,
      build: (buildId) => builds.program(buildId),
    }),
  };
  const clusters = new ClusterRuntimes({ ...environment, operationsAccess });
  await clusters.openAll();
  const runtimeOf = chainPlaces(database, (cluster) => (cluster === undefined ? local : clusters.get(cluster)));
  const repairLock = new RepairLock(database);
  const driverOf = async (chainId: string): Promise<RuntimeDriver> => (await runtimeOf(chainId)).driver;
  return {
    runtimes: new ChainRuntimes(driverOf, repairLock),
    repairLock,
    builds: {
      ensure: async (source, options) => (await runtimeOf(options.chainId)).builds.ensure(source, options),
    },
    close: () => clusters.close(),
  };
}

/** A chain stays on its runtime, so the runtime is read only once. */
function chainPlaces(
  { store }: Database,
  open: (cluster: string | undefined) => ClusterRuntime | Promise<ClusterRuntime>,
): (chainId: string) => Promise<ClusterRuntime> {
  const known = new Map<string, string | undefined>();
  return async (chainId) => {
    if (!known.has(chainId)) known.set(chainId, (await store.chains.get(chainId as ChainId)).spec.cluster);
    return open(known.get(chainId));
  };
}
