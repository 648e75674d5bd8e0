import { TestBed } from '@angular/core/testing';
import { chainId, chainOf } from '../../../../testing/builders';
import { mount, shows } from '../../../../testing/mount';
import { TestApi } from '../../../../testing/test-api';
import { ChainStore } from '../../../data/chain/chain.store';
import { ManifestsTab } from './manifests.tab';

const at = '2026-01-01T00:00:00.000Z';
const path = `/chains/${chainId}`;
const YAML = 'kind: Namespace\nmetadata:\n  name: <script>\n';

interface Given {
  cluster?: string | null;
  truncated?: boolean;
}

async function tab(paths: string[], { cluster = 'east', truncated = false }: Given = {}) {
  const server = new TestApi();
  server.on('GET', path, () => chainOf({ cluster, runtime: cluster === null ? 'local' : 'kubernetes' }));
  server.on('GET', `${path}/nodes`, () => ({ items: [], nextCursor: null }));
  server.on('GET', `${path}/channels`, () => ({ items: [], nextCursor: null }));
  const files = paths.map((name) => ({ path: name, size: 2_048, modifiedAt: at }));
  server.on('GET', `${path}/artifacts`, () => ({ items: files, nextCursor: null }));
  server.on('GET', `${path}/artifacts/file`, ({ url }) => {
    const name = new URL(url, 'http://x').searchParams.get('path') ?? '';
    return { path: name, size: 2_048, text: `# ${name}\n${YAML}`, truncated };
  });
  const mounted = await mount(ManifestsTab, { providers: [server.provider, ChainStore] });
  TestBed.inject(ChainStore).show(chainId);
  return { ...mounted, server };
}

describe('ManifestsTab', () => {
  it('lists manifests and no other artifact, and shows the first as it is', async () => {
    const mounted = await tab(['genesis.block', 'manifests/chain.yaml', 'manifests/peer0-org1.yaml']);
    await shows(mounted, 'chain.yaml', 'peer0-org1.yaml', '# manifests/chain.yaml');
    expect(mounted.text()).not.toContain('genesis.block');
    expect(mounted.element.querySelector('pre')?.textContent).toBe(`# manifests/chain.yaml\n${YAML}`);
  });

  it('shows the one that the address names', async () => {
    const mounted = await tab(['manifests/chain.yaml', 'manifests/peer0-org1.yaml']);
    mounted.fixture.componentRef.setInput('file', 'manifests/peer0-org1.yaml');
    await shows(mounted, '# manifests/peer0-org1.yaml');
    expect(mounted.element.querySelector('[aria-current]')?.textContent).toContain('peer0-org1.yaml');
  });

  it('says when a manifest is not shown to its end', async () => {
    await shows(await tab(['manifests/chain.yaml'], { truncated: true }), 'Only the beginning of 2 kB is shown');
  });

  it('says why there is none', async () => {
    await shows(await tab(['genesis.block']), 'once the chain is applied');
    TestBed.resetTestingModule();
    await shows(await tab([], { cluster: null }), 'runs on this machine, without Kubernetes');
  });
});
