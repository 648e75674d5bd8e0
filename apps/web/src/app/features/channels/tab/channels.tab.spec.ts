import { TestBed } from '@angular/core/testing';
import { chainId, chainOf, operationId } from '../../../../testing/builders';
import { chainServer } from '../../../../testing/chain-server';
import { mount, shows } from '../../../../testing/mount';
import { SessionStore } from '../../../core/session/session.store';
import { ChainStore } from '../../../data/chain/chain.store';
import { ChannelsTab } from './channels.tab';

async function tab(chain = chainOf()) {
  const mounted = await mount(ChannelsTab, { providers: [chainServer({ chain }).provider, ChainStore] });
  await TestBed.inject(SessionStore).renew();
  TestBed.inject(ChainStore).show(chainId);
  await shows(mounted, 'No channel yet', 'Create channel');
  return mounted.element.querySelector('a');
}

describe('ChannelsTab', () => {
  it('leads to the form for a channel', async () => {
    expect((await tab())?.getAttribute('href')).toMatch(/new$/);
  });

  it('leads nowhere while an operation holds the chain, and says where the reason is', async () => {
    const link = await tab(chainOf({ operationId, allowedActions: [] }));
    expect([link?.hasAttribute('href'), link?.getAttribute('aria-disabled')]).toEqual([false, 'true']);
    expect(link?.getAttribute('aria-describedby')).toBe('held-by');
  });
});
