import { Instance } from '../instance';
import { endAll } from '../processes';
import { registerCluster, required } from './cluster-ground';

/**
 * An instance with its files on a volume that pods of the test cluster mount; its workers know the cluster from the
 * start.
 */
export function startInstance(leaseMs: number): Promise<Instance> {
  return Instance.start({ shared: required('HEDDLE_TEST_CLUSTER_SHARED'), leaseMs, prepare: registerCluster });
}

export async function endOf(instance: Instance): Promise<void> {
  await instance.stop();
  await endAll(instance.folder);
  instance.remove();
}

/** The ends of the logs are shown beside a failed expectation. */
export async function explained(instance: Instance, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    process.stderr.write(`${instance.tails()}\n`);
    throw error;
  }
}
