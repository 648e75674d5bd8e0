import { TestBed } from '@angular/core/testing';
import type { ClusterEvent } from '@heddle/contracts';
import { chainId, chainOf } from '../../../../testing/builders';
import { mount, shows } from '../../../../testing/mount';
import { TestApi } from '../../../../testing/test-api';
import { ChainStore } from '../../../data/chain/chain.store';
import { EventsTab } from './events.tab';

const path = `/chains/${chainId}`;
const pulled: ClusterEvent = {
  at: '2026-01-01T00:00:00.000Z',
  object: 'Pod/peer0-org1-0',
  reason: 'Pulled',
  message: 'Container image is present',
  level: 'info',
  count: 1,
};
const failed: ClusterEvent = {
  ...pulled,
  reason: 'FailedScheduling',
  message: 'Insufficient cpu',
  level: 'warn',
  count: 7,
};

async function tab(events: ClusterEvent[]) {
  const server = new TestApi();
  server.on('GET', path, () => chainOf({ cluster: 'east', runtime: 'kubernetes' }));
  server.on('GET', `${path}/nodes`, () => ({ items: [], nextCursor: null }));
  server.on('GET', `${path}/channels`, () => ({ items: [], nextCursor: null }));
  server.on('GET', `${path}/events`, () => ({ items: events, nextCursor: null }));
  const mounted = await mount(EventsTab, { providers: [server.provider, ChainStore] });
  TestBed.inject(ChainStore).show(chainId);
  return { ...mounted, server };
}

describe('EventsTab', () => {
  it('shows object, reason, message and count, and the level as a word with an icon', async () => {
    const mounted = await tab([failed, pulled]);
    await shows(mounted, 'Pod/peer0-org1-0', 'FailedScheduling', 'Insufficient cpu', '2 events');
    const levels = [...mounted.element.querySelectorAll('.level')];
    expect(levels.map((level) => level.textContent.trim())).toEqual(['Warning', 'Normal']);
    expect(levels.every((level) => level.querySelector('svg') !== null)).toBe(true);
    expect(mounted.element.querySelector('td.number')?.textContent).toBe('7');
  });

  it('shows warnings only where the address says so', async () => {
    const mounted = await tab([failed, pulled]);
    mounted.fixture.componentRef.setInput('level', 'warn');
    await shows(mounted, '1 event', 'FailedScheduling');
    expect(mounted.text()).not.toContain('Pulled');
  });

  it('requests the events again when the chain changes, not when it was only observed', async () => {
    const mounted = await tab([pulled]);
    await shows(mounted, 'Pulled');
    const before = mounted.server.asked('GET', `${path}/events`).length;
    const store = TestBed.inject(ChainStore);
    store.dispatch({ type: 'chain', chain: chainOf({ cluster: 'east', runtime: 'kubernetes', revision: 2 }) });
    await mounted.fixture.whenStable();
    expect(mounted.server.asked('GET', `${path}/events`).length).toBe(before);
    const status = { ...chainOf().status, state: 'degraded' as const };
    store.dispatch({ type: 'chain', chain: chainOf({ cluster: 'east', runtime: 'kubernetes', revision: 3, status }) });
    await mounted.fixture.whenStable();
    expect(mounted.server.asked('GET', `${path}/events`).length).toBe(before + 1);
  });

  it('says why there is none', async () => {
    await shows(await tab([]), 'No event', 'forgets events');
  });
});
