import { OverlayContainer } from '@angular/cdk/overlay';
import { TestBed } from '@angular/core/testing';
import { Router } from '@angular/router';
import { MatButtonHarness } from '@angular/material/button/testing';
import { MatTooltipHarness } from '@angular/material/tooltip/testing';
import { chainRoom, type ChainState } from '@heddle/contracts';
import { chainId, chainOf, nodeOf, operationId, operationOf } from '../../../../testing/builders';
import { chainServer } from '../../../../testing/chain-server';
import { mount, shows } from '../../../../testing/mount';
import { ada, sessionOf } from '../../../../testing/test-api';
import { until } from '../../../../testing/until';
import { SessionStore } from '../../../core/session/session.store';
import { ChainStore } from '../../../data/chain/chain.store';
import { NodesTab } from './nodes.tab';

const path = `/chains/${chainId}/changes`;
const inState = (state: ChainState) => chainOf({ status: { ...chainOf().status, state } });

async function tab(chain = chainOf(), user = ada) {
  const server = chainServer({ chain, nodes: [nodeOf()] });
  server.on('POST', '/auth/refresh', () => ({ ...sessionOf('token'), user }));
  const mounted = await mount(NodesTab, { providers: [server.provider, ChainStore] });
  await TestBed.inject(SessionStore).renew();
  TestBed.inject(ChainStore).show(chainId);
  await shows(mounted, 'peer0-org1');
  const add = () =>
    [...mounted.element.querySelectorAll('button')].find(({ textContent }) => /Add node/.test(textContent));
  return { ...mounted, server, add };
}

describe('NodesTab', () => {
  it('does not promise nodes of a chain that was released', async () => {
    const chain = { ...inState('released'), allowedActions: ['delete' as const] };
    const mounted = await mount(NodesTab, { providers: [chainServer({ chain }).provider, ChainStore] });
    TestBed.inject(ChainStore).show(chainId);
    await shows(mounted, 'The chain was released: its nodes were removed.');
    expect(mounted.text()).not.toContain('Add node');
  });

  it('shows what is measured as it arrives', async () => {
    const mounted = await tab();
    const { id, revision } = nodeOf();
    const node = { id, revision: revision + 1, cpuPercent: 25, memoryBytes: 3 * 2 ** 20, blockHeights: { orders: 41 } };
    mounted.socket.measure(chainRoom(chainId), { topic: 'node.measurements', node });
    await shows(mounted, '25%', '3 MB', '41');
  });

  it('adds a node, and leads to the overview, which shows the operation', async () => {
    const mounted = await tab();
    const { server } = mounted;
    server.on('POST', `${path}/preview`, () => ({ node: 'peer1-org1', steps: [], restarts: [], warnings: [] }));
    server.on('POST', path, () => ({
      resource: chainOf({ operationId, revision: 2 }),
      operation: operationOf({ kind: 'peer.add', state: 'running' }),
    }));
    const navigated = jest.spyOn(TestBed.inject(Router), 'navigate').mockResolvedValue(true);
    mounted.add()?.click();
    const overlay = TestBed.inject(OverlayContainer).getContainerElement();
    const submit = () => overlay.querySelector<HTMLButtonElement>('button[type=submit]');
    await until(mounted, () => submit()?.disabled === false);
    submit()?.click();
    await until(mounted, () => navigated.mock.calls.length > 0);
    expect(navigated).toHaveBeenCalledWith(['/chains', chainId]);
    expect(server.asked('POST', path)[0]?.body).toEqual({ kind: 'peer.add', organization: 'org1', channels: [] });
  });

  it('waits while an operation works on the chain, and says where the reason is', async () => {
    const mounted = await tab(chainOf({ operationId }));
    expect(mounted.add()?.disabled).toBe(true);
    expect(mounted.add()?.getAttribute('aria-describedby')).toBe('held-by');
  });

  it('says why a chain that does not run gets no node', async () => {
    const mounted = await tab(inState('stopped'));
    const button = await mounted.loader.getHarness(MatButtonHarness.with({ text: /Add node/ }));
    expect(await button.isDisabled()).toBe(true);
    const tooltip = await mounted.loader.getHarness(MatTooltipHarness.with({ ancestor: '.card__head' }));
    await tooltip.show();
    expect(await tooltip.getTooltipText()).toBe('Nodes can be added while the chain is running');
    mounted.add()?.click();
    await mounted.fixture.whenStable();
    expect(TestBed.inject(OverlayContainer).getContainerElement().textContent).not.toContain('What will happen');
  });

  it('offers nothing to who may not change nodes', async () => {
    const mounted = await tab(chainOf(), { ...ada, permissions: [] });
    expect(mounted.add()).toBeUndefined();
  });
});
