import { Instance } from '../instance';
import { endAll } from '../processes';
import { registerCluster, required } from './cluster-ground';

/** An instance that has its files where pods of the test cluster see them; its workers know the cluster from the start. */
export function startInstance(leaseMs: number): Promise<Instance> {
  return Instance.start({ shared: required('HEDDLE_TEST_CLUSTER_SHARED'), leaseMs, prepare: registerCluster });
}

export async function endOf(instance: Instance): Promise<void> {
  await instance.stop();
  await endAll(instance.folder);
  instance.remove();
}

/** The ends of the logs stand beside whatever was expected. */
export async function explained(instance: Instance, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    process.stderr.write(`${instance.tails()}\n`);
    throw error;
  }
}
