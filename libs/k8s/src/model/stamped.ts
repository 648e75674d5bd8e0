import { renderedManifests, type Manifest, type RenderedManifests } from '@heddle/manifests';
import { CHAIN_LABEL, NODE_LABEL } from '../names';
import type { Labels } from './labels';

export interface Stamp {
  readonly namespace: string;
  readonly labels: Labels;
}

/**
 * Ensures that every object can be found again, whatever its template says: with the chain's labels, and with the
 * node's unless its template shares it among nodes (it then has the chain's label and not the node's).
 */
export function stamped(objects: readonly Manifest[], stamp: Stamp): RenderedManifests {
  return renderedManifests(objects.map((object) => withLabels(object, stamp)));
}

function withLabels(object: Manifest, { namespace, labels }: Stamp): Manifest {
  const { metadata } = object;
  const own = metadata.labels ?? {};
  const shared = own[CHAIN_LABEL] === labels[CHAIN_LABEL] && own[NODE_LABEL] === undefined;
  const stampLabels = shared ? {} : labels;
  const place = CLUSTER_SCOPED.has(object.kind) ? {} : { namespace: metadata.namespace ?? namespace };
  return { ...object, metadata: { ...metadata, ...place, labels: { ...own, ...stampLabels } } };
}

const CLUSTER_SCOPED: ReadonlySet<string> = new Set(['Namespace', 'PersistentVolume', 'StorageClass']);
