import type { ChainId } from '@heddle/contracts';
import type { Database } from '@heddle/data';
import { createLocalRuntime } from '@heddle/local';
import type { RuntimeDriver } from '@heddle/runtime';
import { ChainRuntimes } from './chain-runtimes';
import { ClusterRuntimes } from './cluster-runtimes';
import { operationsAccesses } from './operations-accesses';
import { portLeases } from './port-leases';
import { RepairLock } from './repair-lock';
import type { RuntimeEnvironment } from './runtime-environment';

export interface OpenRuntimes {
  readonly runtimes: ChainRuntimes;
  readonly repairLock: RepairLock;
  close(): Promise<void>;
}

/** This machine as a runtime, and every registered cluster as one; those of later, when a chain first needs them. */
export async function openRuntimes(environment: Omit<RuntimeEnvironment, 'operationsAccess'>): Promise<OpenRuntimes> {
  const operationsAccess = operationsAccesses(environment);
  const { settings, layout, database } = environment;
  const local = await createLocalRuntime({
    root: layout.nodes,
    homes: { fabric: settings.fabricHome },
    leases: portLeases(database),
    portRange: settings.nodePorts,
    sandbox: { ...settings.chaincode, hidden: [layout.root, layout.shared] },
    operationsAccess,
    builds: layout.builds,
  });
  const clusters = new ClusterRuntimes({ ...environment, operationsAccess });
  await clusters.openAll();
  const runtimeOf = chainPlaces(database, (cluster) => (cluster === undefined ? local : clusters.get(cluster)));
  const repairLock = new RepairLock(database);
  return {
    runtimes: new ChainRuntimes(runtimeOf, repairLock),
    repairLock,
    close: () => clusters.close(),
  };
}

/** A chain stays on its runtime, so the runtime is read only once. */
function chainPlaces(
  { store }: Database,
  open: (cluster: string | undefined) => RuntimeDriver | Promise<RuntimeDriver>,
): (chainId: string) => Promise<RuntimeDriver> {
  const known = new Map<string, string | undefined>();
  return async (chainId) => {
    if (!known.has(chainId)) known.set(chainId, (await store.chains.get(chainId as ChainId)).spec.cluster);
    return open(known.get(chainId));
  };
}
