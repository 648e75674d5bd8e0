import { until } from '../../reach/testing/until';
import type { ClusterApi } from '../cluster-api';

/** Deletes a namespace with its contents, and returns when it is gone. */
export async function deleteNamespace({ core }: ClusterApi, name: string): Promise<void> {
  await core.deleteNamespace({ name });
  await until(async () => {
    const { items } = await core.listNamespace({ fieldSelector: `metadata.name=${name}` });
    return items.length === 0 ? true : undefined;
  });
}
