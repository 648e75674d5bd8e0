import { OverlayContainer } from '@angular/cdk/overlay';
import { TestBed } from '@angular/core/testing';
import { Router } from '@angular/router';
import { MatMenuHarness } from '@angular/material/menu/testing';
import type { Channel, Node, NodeState, Operation } from '@heddle/contracts';
import { chainId, chainOf, channelOf, nodeOf, operationId, operationOf } from '../../../../testing/builders';
import { chainServer } from '../../../../testing/chain-server';
import { mount, shows } from '../../../../testing/mount';
import { until } from '../../../../testing/until';
import { SessionStore } from '../../../core/session/session.store';
import { ChainStore } from '../../../data/chain/chain.store';
import { NodePage } from './node.page';

const path = `/chains/${chainId}/changes`;
const inState = (state: NodeState) => nodeOf({ status: { ...nodeOf().status, state } });

async function page({ node = nodeOf(), channels = [] }: { node?: Node; channels?: readonly Channel[] } = {}) {
  const server = chainServer({ nodes: [node], channels });
  const mounted = await mount(NodePage, {
    providers: [server.provider, ChainStore],
    inputs: { nodeId: node.id },
  });
  await TestBed.inject(SessionStore).renew();
  TestBed.inject(ChainStore).show(chainId);
  await shows(mounted, node.name, 'Restart');
  const button = (name: string): HTMLButtonElement => {
    const found = [...mounted.element.querySelectorAll('button')].find((one) => one.textContent.trim() === name);
    if (found === undefined) throw new Error(`There is no button ${name}.`);
    return found;
  };
  const offers = () => [...(mounted.element.querySelector('.card__head')?.querySelectorAll('button') ?? [])];
  const buttons = () => offers().map(({ textContent }) => textContent.trim());
  const menu = () => mounted.loader.getHarness(MatMenuHarness);
  const rarer = async (): Promise<string[]> => {
    await (await menu()).open();
    return Promise.all((await (await menu()).getItems()).map((item) => item.getText()));
  };
  const choose = async (text: string): Promise<void> => (await menu()).clickItem({ text });
  /** Lets the server accept the change; the answer agrees to the dialog that asks for it. */
  const accepting = (kind: Operation['kind']) => {
    const operation = operationOf({ kind, subject: 'supply/peer0-org1', state: 'running' });
    server.on('GET', `/operations/${operationId}`, () => operation);
    server.on('POST', `${path}/preview`, () => ({ node: node.name, steps: [], restarts: [], warnings: [] }));
    server.on('POST', path, () => ({ resource: chainOf({ operationId, revision: 2 }), operation }));
    const overlay = TestBed.inject(OverlayContainer).getContainerElement();
    const submit = () => overlay.querySelector<HTMLButtonElement>('button[type=submit]');
    return async (): Promise<void> => {
      await until(mounted, () => submit()?.disabled === false);
      submit()?.click();
    };
  };
  return { ...mounted, node, server, button, buttons, rarer, choose, accepting };
}

describe('NodePage', () => {
  it.each(['Stop', 'Restart', 'More'])('disables %s while an operation works in a channel', async (name) => {
    const mounted = await page({ channels: [channelOf({ operationId })] });
    await until(mounted, () => mounted.button(name).disabled);
    expect(mounted.button(name).getAttribute('aria-describedby')).toBe('held-by');
  });

  it.each<[NodeState, string]>([
    ['running', 'Stop'],
    ['unready', 'Stop'],
    ['crashed', 'Stop'],
    ['stopped', 'Start'],
  ])('offers what a node that is %s can be asked for: %s', async (state, offered) => {
    const mounted = await page({ node: inState(state) });
    expect(mounted.buttons()).toEqual([offered, 'Restart', 'More']);
    expect(await mounted.rarer()).toEqual(['Recreate', 'Remove']);
  });

  it.each([
    ['Stop', inState('running'), { kind: 'node.stop', node: 'peer0-org1' }],
    ['Start', inState('stopped'), { kind: 'node.start', node: 'peer0-org1' }],
    ['Restart', inState('running'), { kind: 'node.restart', node: 'peer0-org1' }],
  ] as const)('shows the operation of %s beside the node, whose facts and log stay', async (name, node, change) => {
    const mounted = await page({ node });
    const agree = mounted.accepting(change.kind);
    mounted.button(name).click();
    await agree();
    await shows(mounted, 'Org1MSP', `${name} node`);
    expect(mounted.element.querySelector('app-node-log')).not.toBeNull();
    expect(mounted.server.asked('POST', `${path}/preview`)[0]?.body).toEqual(change);
    expect(mounted.server.asked('POST', path)[0]?.body).toEqual(change);
  });

  it('offers to recreate a node that has lost its ledger, where it says so', async () => {
    const reason = {
      code: 'ledger_lost',
      params: { node: 'peer0-org1', channels: 'orders' },
      message: 'lost',
    } as const;
    const status = { ...nodeOf().status, reason: 'lost' };
    const mounted = await page({ node: nodeOf({ status, health: { status: 'degraded', reasons: [reason] } }) });
    await shows(mounted, 'peer0-org1 has lost its ledger of orders: recreate it');
    const agree = mounted.accepting('peer.recreate');
    mounted.button('Recreate').click();
    await agree();
    await until(mounted, () => mounted.server.asked('POST', path).length > 0);
    expect(mounted.server.asked('POST', path)[0]?.body).toEqual({ kind: 'peer.recreate', node: 'peer0-org1' });
  });

  it.each([
    ['peer', 'Recreate peer'],
    ['orderer', 'Recreate orderer'],
  ] as const)('recreates a crashed %s beside its facts', async (kind, words) => {
    const mounted = await page({ node: { ...inState('crashed'), kind } });
    const agree = mounted.accepting(`${kind}.recreate`);
    await mounted.choose('Recreate');
    await shows(mounted, 'Org1MSP');
    await agree();
    await shows(mounted, words);
    expect(mounted.server.asked('POST', path)[0]?.body).toEqual({ kind: `${kind}.recreate`, node: 'peer0-org1' });
  });

  it('removes the node, and leads to the overview, which shows the operation', async () => {
    const mounted = await page();
    const agree = mounted.accepting('peer.remove');
    const navigated = jest.spyOn(TestBed.inject(Router), 'navigate').mockResolvedValue(true);
    await mounted.choose('Remove');
    await until(mounted, () => document.activeElement?.matches('.cancel') === true);
    await agree();
    await until(mounted, () => navigated.mock.calls.length > 0);
    expect(mounted.server.asked('POST', path)[0]?.body).toEqual({ kind: 'peer.remove', node: 'peer0-org1' });
    expect(navigated).toHaveBeenCalledWith(['/chains', chainId]);
  });

  it('gives the focus back to the button of the menu that a change was chosen from', async () => {
    const mounted = await page();
    mounted.accepting('peer.recreate');
    await mounted.choose('Recreate');
    await until(mounted, () => document.activeElement?.matches('.cancel') === true);
    (document.activeElement as HTMLElement).click();
    await until(mounted, () => document.activeElement === mounted.button('More'));
    expect(mounted.server.asked('POST', path)).toEqual([]);
  });

  it('changes no chaincode server by itself: it follows its chaincode', async () => {
    const mounted = await page({ node: nodeOf({ kind: 'chaincode' }) });
    expect(mounted.buttons()).toEqual(['Restart']);
  });
});
