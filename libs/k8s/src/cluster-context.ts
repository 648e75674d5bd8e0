import type { ClusterSettings, PullSecret } from '@heddle/contracts';
import type { ManifestRenderer } from '@heddle/manifests';
import type { OperationsAccessOf, OutputBounds } from '@heddle/runtime';
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

/** What the driver knows of a cluster in addition to what all calls on it share. */
export interface KubernetesRuntimeContext extends ClusterContext {
  /** The folder of this machine that the cluster mounts as its shared volume. */
  readonly sharedFolder: string;
  /** Limits on the output of a chaincode build; `DEFAULT_OUTPUT_BOUNDS` if omitted. */
  readonly buildBounds?: OutputBounds;
}
