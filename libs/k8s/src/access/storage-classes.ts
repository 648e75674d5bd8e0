import type { StorageClassInfo } from '@heddle/contracts';
import { allowedOr } from './allowed-or';
import type { ClusterApi } from './cluster-api';

const IS_DEFAULT = 'storageclass.kubernetes.io/is-default-class';

/** The cluster's storage classes in order of name. */
export async function listStorageClasses({ storage }: ClusterApi): Promise<StorageClassInfo[]> {
  const { items } = await allowedOr(storage.listStorageClass(), { items: [] });
  return items.map(({ metadata, provisioner, volumeBindingMode }) => ({
    name: metadata?.name ?? '',
    provisioner,
    isDefault: metadata?.annotations?.[IS_DEFAULT] === 'true',
    waitsForConsumer: volumeBindingMode === 'WaitForFirstConsumer',
  }));
}
