import { assertNever, type ClusterSource } from '@heddle/contracts';
import type { ClusterConnection, ClusterSecrets } from '@heddle/data';
import { defaultKubeconfig, inspectKubeconfig, sealedKubeconfig, type ClusterCredentials } from '@heddle/k8s';

/** A parsed source: the part that is stored in the clear, and the part that is sealed. */
export interface ReadSource {
  readonly connection: Omit<ClusterConnection, 'server'>;
  readonly kubeconfig: ClusterSecrets['kubeconfig'];
}

/**
 * Extracts the selected context from a source, with everything that is needed to use it later on another machine.
 *
 * @throws KubeconfigRefusedError with the reason
 */
export async function readSource(source: ClusterSource): Promise<ReadSource> {
  switch (source.type) {
    case 'kubeconfig':
      return sealed(source.type, sealedKubeconfig(source.kubeconfig, source.context));
    case 'default':
      return sealed(source.type, await defaultKubeconfig({ context: source.context }));
    case 'in_cluster':
      return { connection: { sourceType: source.type, context: null }, kubeconfig: null };
    default:
      return assertNever(source);
  }
}

/** The credentials of a cluster from its secrets. */
export function credentialsOf(kubeconfig: ClusterSecrets['kubeconfig']): ClusterCredentials {
  return kubeconfig === null ? { type: 'in_cluster' } : { type: 'kubeconfig', kubeconfig };
}

function sealed(sourceType: ClusterSource['type'], kubeconfig: string): ReadSource {
  const [context] = inspectKubeconfig(kubeconfig);
  return { connection: { sourceType, context: context?.name ?? null }, kubeconfig };
}
