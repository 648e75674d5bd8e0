import type { ClusterSettings, PullSecret } from '@heddle/contracts';
import type { ManifestRenderer } from '@heddle/manifests';
import type { OperationsAccessOf } from '@heddle/runtime';
import type { ClusterApi } from './access/cluster-api';

/** Everything that the calls on one cluster share. */
export interface ClusterContext {
  readonly api: ClusterApi;
  /** The cluster's name, for messages. */
  readonly name: string;
  readonly settings: ClusterSettings;
  readonly pullSecrets: readonly PullSecret[];
  readonly renderer: ManifestRenderer;
  /** Text of Fabric's own sample configuration: `core.yaml`, `orderer.yaml`. */
  readonly sampleConfig: (file: 'core.yaml' | 'orderer.yaml') => Promise<string>;
  /** Credentials for the operations endpoints of a chain's nodes. */
  readonly operationsAccess: OperationsAccessOf;
  /** Keeps rendered YAML (without contents of Secrets) with the chain's artifacts, by path in the chain's folder. */
  readonly keepManifests: (chainId: string, files: Readonly<Record<string, string>>) => Promise<void>;
}
