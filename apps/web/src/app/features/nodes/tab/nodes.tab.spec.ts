import { TestBed } from '@angular/core/testing';
import { chainId, chainOf } from '../../../../testing/builders';
import { chainServer } from '../../../../testing/chain-server';
import { mount, shows } from '../../../../testing/mount';
import { ChainStore } from '../../../data/chain/chain.store';
import { NodesTab } from './nodes.tab';

describe('NodesTab', () => {
  it('does not promise nodes of a chain that was released', async () => {
    const chain = chainOf({ status: { ...chainOf().status, state: 'released' }, allowedActions: ['delete'] });
    const mounted = await mount(NodesTab, { providers: [chainServer({ chain }).provider, ChainStore] });
    TestBed.inject(ChainStore).show(chainId);
    await shows(mounted, 'The chain was released: its nodes were removed.');
  });
});
