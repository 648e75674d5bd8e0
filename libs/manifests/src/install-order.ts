import type { Manifest } from './manifest';

/** Referenced kinds come first, so that no pod waits for what is applied after it. */
const KINDS: readonly string[] = [
  'Namespace',
  'ResourceQuota',
  'LimitRange',
  'ServiceAccount',
  'Role',
  'RoleBinding',
  'NetworkPolicy',
  'PodDisruptionBudget',
  'Secret',
  'ConfigMap',
  'PersistentVolume',
  'PersistentVolumeClaim',
  'Service',
];

const rank = ({ kind }: Manifest): number => (KINDS.includes(kind) ? KINDS.indexOf(kind) : KINDS.length);

/** The same objects in the order in which to apply them. */
export function inInstallOrder(objects: readonly Manifest[]): Manifest[] {
  return objects.toSorted((left, right) => rank(left) - rank(right));
}
