import { TestBed } from '@angular/core/testing';
import { ClusterId, type Cluster } from '@heddle/contracts';
import { clusterOf } from '../../../../testing/builders';
import { mount, shows } from '../../../../testing/mount';
import { TestApi, ada, sessionOf } from '../../../../testing/test-api';
import { SessionStore } from '../../../core/session/session.store';
import { ClusterListPage } from './cluster-list.page';

const other = ClusterId.parse('00000000-0000-4000-8000-0000000000c2');

async function page(clusters: Cluster[], role: 'admin' | 'viewer' = 'admin') {
  const server = new TestApi();
  const permissions = role === 'admin' ? ada.permissions : ada.permissions.filter((one) => one.endsWith(':read'));
  server.on('POST', '/auth/login', () => ({ ...sessionOf('token'), user: { ...ada, role, permissions } }));
  server.on('GET', '/clusters', () => ({ items: clusters, nextCursor: null }));
  const mounted = await mount(ClusterListPage, { providers: [server.provider] });
  await TestBed.inject(SessionStore).signIn({ username: 'ada', password: 'secret' });
  await shows(mounted, clusters[0]?.name ?? 'No cluster yet');
  return { ...mounted, server };
}

describe('ClusterListPage', () => {
  it('says why there is none and offers to register one', async () => {
    const mounted = await page([]);
    await shows(mounted, 'Register cluster');
    expect(mounted.text()).toContain('Chains run on this machine');
    expect(mounted.element.querySelectorAll('a[href="/clusters/new"]').length).toBe(2);
  });

  it('names who can register a cluster to a reader who cannot', async () => {
    const { element, text } = await page([], 'viewer');
    expect(text()).toContain('administrator');
    expect(element.querySelector('a[href="/clusters/new"]')).toBeNull();
  });

  it('shows clusters by name with server, version, chains and a state in words', async () => {
    const away = { ...clusterOf().status, state: 'unreachable' as const, reason: 'no route to host' };
    const west = clusterOf({ id: other, name: 'west', status: away });
    const { element } = await page([west, clusterOf({ chains: 3 })]);
    expect([...element.querySelectorAll('td.name')].map((cell) => cell.textContent)).toEqual(['east', 'west']);
    const cells = [...element.querySelectorAll('tbody tr:first-child td')].map((cell) => cell.textContent.trim());
    expect(cells.slice(0, 5)).toEqual(['east', 'Reachable', 'https://10.0.0.1:6443', 'v1.34.2', '3']);
    const status = element.querySelectorAll('app-status')[1];
    expect([status?.textContent.trim(), status?.getAttribute('title')]).toEqual(['Unreachable', 'no route to host']);
  });

  it('reads the list to its last page', async () => {
    const server = new TestApi();
    const second = clusterOf({ id: other, name: 'west' });
    server.on('GET', '/clusters', ({ url }) =>
      url.includes('cursor=next')
        ? { items: [second], nextCursor: null }
        : { items: [clusterOf()], nextCursor: 'next' },
    );
    const mounted = await mount(ClusterListPage, { providers: [server.provider] });
    await shows(mounted, 'east', 'west');
  });
});
