import { TestBed } from '@angular/core/testing';
import type { HarnessLoader } from '@angular/cdk/testing';
import { TestbedHarnessEnvironment } from '@angular/cdk/testing/testbed';
import { MatDialogHarness } from '@angular/material/dialog/testing';
import { ChainId, type Chain, type Cluster } from '@heddle/contracts';
import { chainOf, clusterId, clusterNodeOf, clusterOf, clusterTestOf } from '../../../../testing/builders';
import { mount, shows } from '../../../../testing/mount';
import { TestApi, sessionOf } from '../../../../testing/test-api';
import { SessionStore } from '../../../core/session/session.store';
import { ClusterPage } from './cluster.page';

const other = ChainId.parse('00000000-0000-4000-8000-000000000002');
const path = `/clusters/${clusterId}`;

interface Given {
  chains?: Chain[];
  prepare?: (server: TestApi) => void;
}

async function page(cluster: Cluster, { chains = [], prepare }: Given = {}) {
  const server = new TestApi();
  server.on('POST', '/auth/login', () => sessionOf('token'));
  server.on('GET', path, () => cluster);
  server.on('GET', `${path}/nodes`, () => ({ items: [clusterNodeOf()], nextCursor: null }));
  server.on('GET', '/chains', () => ({ items: chains, nextCursor: null }));
  prepare?.(server);
  const mounted = await mount(ClusterPage, { providers: [server.provider], inputs: { clusterId } });
  await TestBed.inject(SessionStore).signIn({ username: 'ada', password: 'secret' });
  await shows(mounted, cluster.name, 'Test connection');
  const button = (name: string) => {
    const found = [...mounted.element.querySelectorAll('button')].find((one) => one.textContent.trim() === name);
    if (found === undefined) throw new Error(`No button ${name}`);
    return found;
  };
  const dialogs: HarnessLoader = TestbedHarnessEnvironment.documentRootLoader(mounted.fixture);
  return { ...mounted, server, button, dialogs };
}

describe('ClusterPage', () => {
  it('shows nodes with what they have, what is asked for and what is used, in words', async () => {
    const mounted = await page(clusterOf());
    await shows(mounted, 'worker-1', '1 of 4 requested', '0.6 used', '12 of 110 requested');
    const bars = [...mounted.element.querySelectorAll<HTMLElement>('.requested')].map((bar) => bar.style.width);
    expect(bars.slice(0, 2)).toEqual(['25%', '25%']);
  });

  it('tests the connection and lists what Heddle may not do and what for', async () => {
    const mounted = await page(clusterOf());
    const missing = { verb: 'create', group: 'apps', resource: 'statefulsets', purpose: 'to run orderers and peers' };
    const test = clusterTestOf({
      problem: 'Permissions are missing.',
      remedy: 'Grant them.',
      missingPermissions: [missing],
    });
    const status = { ...clusterOf().status, state: 'limited' as const, reason: 'Permissions are missing.' };
    mounted.server.on('POST', `${path}/test`, () => test);
    mounted.server.on('GET', path, () => clusterOf({ revision: 2, lastTest: test, status }));
    mounted.button('Test connection').click();
    await shows(
      mounted,
      'Limited',
      'Grant them.',
      'statefulsets',
      'to run orderers and peers',
      'rancher.io/local-path',
    );
  });

  it('shows the nodes of the last test when the cluster does not answer', async () => {
    const mounted = await page(clusterOf(), {
      prepare: (server) => {
        server.refuse('GET', `${path}/nodes`, {
          type: 'about:blank',
          title: 'No',
          status: 503,
          code: 'cluster_unreachable',
          detail: 'No route to host.',
          remedy: 'Check the network.',
        });
      },
    });
    await shows(mounted, 'No route to host.', 'Check the network.', 'as of the last test', 'worker-1');
  });

  it('links the chains that keep it from being removed', async () => {
    const chain = chainOf({ runtime: 'kubernetes', cluster: 'east' });
    const cluster = clusterOf({ chains: 1, allowedActions: ['test', 'update'] });
    const mounted = await page(cluster, { chains: [chainOf({ id: other, name: 'elsewhere' }), chain] });
    await shows(mounted, 'It can be removed when the chain on it', 'supply');
    expect(mounted.button('Remove').disabled).toBe(true);
    expect(mounted.element.querySelector(`a[href="/chains/${chain.id}"]`)?.textContent).toBe('supply');
    expect(mounted.text()).not.toContain('elsewhere');
  });

  it('removes it only once its name was typed, and says which chains came in between', async () => {
    const mounted = await page(clusterOf());
    mounted.server.refuse('DELETE', path, {
      type: 'about:blank',
      title: 'No',
      status: 409,
      code: 'conflict',
      detail: 'Chains run on the cluster east: supply.',
      remedy: 'Release these chains first.',
    });
    mounted.button('Remove').click();
    const dialog = await mounted.dialogs.getHarness(MatDialogHarness);
    const host = globalThis.document.querySelector('mat-dialog-container');
    const remove = [...(host?.querySelectorAll('button') ?? [])].find((one) =>
      one.textContent.includes('Remove cluster east'),
    );
    expect(remove?.disabled).toBe(true);
    const box = host?.querySelector('input');
    if (box === null || box === undefined) throw new Error('No field for the name');
    box.value = 'east';
    box.dispatchEvent(new Event('input'));
    await mounted.fixture.whenStable();
    await dialog.getText();
    remove?.click();
    await shows(mounted, 'Chains run on the cluster east: supply.', 'Release these chains first.');
  });

  it('never shows the values of the build environment', async () => {
    const settings = { ...clusterOf().settings, buildEnvironment: { HTTPS_PROXY: 'http://ann:secret@proxy' } };
    const mounted = await page(clusterOf({ settings, pullSecretRegistries: ['registry.example'] }));
    await shows(mounted, 'HTTPS_PROXY', 'registry.example');
    expect(mounted.text()).not.toContain('secret@');
  });
});
