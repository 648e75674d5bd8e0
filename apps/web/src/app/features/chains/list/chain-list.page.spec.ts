import { TestBed } from '@angular/core/testing';
import { mount, shows } from '../../../../testing/mount';
import { chainOf } from '../../../../testing/builders';
import { TestApi, sessionOf } from '../../../../testing/test-api';
import { SessionStore } from '../../../core/session/session.store';
import { ChainId, type Chain } from '@heddle/contracts';
import { ChainListPage } from './chain-list.page';

const other = ChainId.parse('00000000-0000-4000-8000-000000000002');

async function page(chains: Chain[], inputs: Record<string, unknown> = {}) {
  const server = new TestApi();
  server.on('POST', '/auth/login', () => sessionOf('token'));
  server.on('GET', '/chains', () => ({ items: chains, nextCursor: null, total: chains.length }));
  const mounted = await mount(ChainListPage, { providers: [server.provider], inputs });
  await TestBed.inject(SessionStore).signIn({ username: 'ada', password: 'secret' });
  const shown = chains[0]?.name ?? ('search' in inputs ? 'No chain fits' : 'No chain yet');
  await shows(mounted, shown, 'Create chain');
  return { ...mounted, server };
}

const rows = (element: HTMLElement) =>
  [...element.querySelectorAll('tbody tr')].map((row) => row.querySelector('a')?.textContent.trim());

describe('ChainListPage', () => {
  it('offers to create the first chain when there is none', async () => {
    const { text, element } = await page([]);
    expect(text()).toContain('No chain yet');
    expect(element.querySelectorAll('a[href="/chains/new"]').length).toBe(2);
  });

  it('shows a state as word and icon, not as colour alone', async () => {
    const { element } = await page([chainOf()]);
    const status = element.querySelector('app-status');
    expect(status?.textContent).toContain('Running');
    expect(status?.querySelector('svg path')?.getAttribute('d')).toBeTruthy();
  });

  it('changes rows in place and counts newcomers instead of moving rows', async () => {
    const mounted = await page([chainOf()]);
    const { element, socket } = mounted;
    const failed = { ...chainOf().status, state: 'failed' as const };
    socket.send('user', { topic: 'chain', chain: chainOf({ revision: 2, status: failed }) });
    socket.send('user', { topic: 'chain', chain: chainOf({ id: other, name: 'other' }) });
    await shows(mounted, 'Failed', '1 new');
    expect(rows(element)).toEqual(['supply']);
  });

  it('ignores news that are older than what is shown', async () => {
    const { socket, text, fixture } = await page([chainOf({ revision: 5 })]);
    const failed = { ...chainOf().status, state: 'failed' as const };
    socket.send('user', { topic: 'chain', chain: chainOf({ revision: 4, status: failed }) });
    await fixture.whenStable();
    expect(text()).toContain('Running');
  });

  it('asks the server for what the address searches for', async () => {
    const { server, text } = await page([], { search: 'bank' });
    expect(server.asked('GET', '/chains').at(-1)?.url).toContain('search=bank');
    expect(text()).toContain('No chain has “bank” in its name.');
  });

  it('shows what went wrong, its code, and a way to try again', async () => {
    const mounted = await page([chainOf()]);
    const { server, element, fixture } = mounted;
    server.refuse('GET', '/chains', {
      type: 'about:blank',
      title: 'No',
      status: 503,
      code: 'unavailable',
      detail: 'The database is away.',
      remedy: 'Wait a moment.',
    });
    fixture.componentRef.setInput('search', 'x');
    await shows(mounted, 'The database is away.', 'Wait a moment.');
    expect(rows(element)).toEqual(['supply']);
    server.on('GET', '/chains', () => ({ items: [], nextCursor: null }));
    element.querySelector<HTMLButtonElement>('app-error-panel button')?.click();
    await shows(mounted, 'No chain fits');
    expect(element.querySelector('app-error-panel')).toBeNull();
  });
});
