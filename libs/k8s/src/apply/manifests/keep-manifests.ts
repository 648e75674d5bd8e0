import type { RenderedManifests } from '@heddle/manifests';
import type { ClusterContext } from '../../cluster-context';
import { keptManifests } from '../../model/kept-manifests';

/** Keeps the rendered manifests beside the chain's artifacts, as one YAML file for the chain and one for each node. */
export async function keepManifests(
  { keepManifests: keep }: Pick<ClusterContext, 'keepManifests'>,
  chainId: string,
  rendered: Readonly<Record<string, RenderedManifests>>,
): Promise<void> {
  const files = Object.entries(rendered).map(([name, manifests]) => [
    `manifests/${name}.yaml`,
    keptManifests(manifests),
  ]);
  await keep(chainId, Object.fromEntries(files) as Record<string, string>);
}
