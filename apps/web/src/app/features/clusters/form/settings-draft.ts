import type { ClusterImages, LedgerStorage, Reachability, SharedVolume } from '@heddle/contracts';

export interface VariableDraft {
  name: string;
  value: string;
}

/** Settings as a form holds them: the fields of every kind side by side, empty texts where the server's defaults apply. */
export interface SettingsDraft {
  reachability: Reachability;
  nodePortHost: string;
  ingress: { address: string; className: string };
  shared: { type: SharedVolume['type']; server: string; path: string };
  ledgers: { type: LedgerStorage['type']; name: string; path: string };
  ledgerSize: string;
  images: ClusterImages;
  buildEnvironment: VariableDraft[];
}
