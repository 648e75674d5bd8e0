import type { ClusterSettings } from '@heddle/contracts';
import { posix } from 'node:path';

/** The claim of a node's ledger, and its storage; null where that does not apply. */
export interface LedgerValues {
  readonly claim: string;
  readonly size: string;
  /** Null for the cluster's default class. */
  readonly storageClass: string | null;
  /** Folder of the machine, on single-node clusters. */
  readonly hostPath: string | null;
  /** Name of the PersistentVolume that is created for a folder of the machine. */
  readonly volume: string | null;
}

/** Where a node keeps its ledger. */
export function ledgerValues(
  { ledgers, ledgerSize }: Pick<ClusterSettings, 'ledgers' | 'ledgerSize'>,
  { namespace, node }: { readonly namespace: string; readonly node: string },
): LedgerValues {
  const claim = { claim: `${node}-data`, size: ledgerSize };
  if (ledgers.type === 'storage_class') {
    return { ...claim, storageClass: ledgers.name ?? null, hostPath: null, volume: null };
  }
  return {
    ...claim,
    storageClass: null,
    hostPath: posix.join(ledgers.path, namespace, node),
    volume: `${namespace}-${node}-data`,
  };
}
