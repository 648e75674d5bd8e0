import { OverlayContainer } from '@angular/cdk/overlay';
import { TestBed } from '@angular/core/testing';
import type { Node, Permission } from '@heddle/contracts';
import { chainId, nodeOf } from '../../../../testing/builders';
import { chainServer } from '../../../../testing/chain-server';
import { mount, shows } from '../../../../testing/mount';
import { ada, sessionOf } from '../../../../testing/test-api';
import { until } from '../../../../testing/until';
import { SessionStore } from '../../../core/session/session.store';
import { ChainStore } from '../../../data/chain/chain.store';
import { NodePage } from './node.page';

const path = `/chains/${chainId}/nodes/${nodeOf().id}/log-level`;
const logLevel = { spec: 'gossip=debug:info', until: new Date(2026, 0, 2, 14, 5).toISOString() };
const levelled = nodeOf({ logLevel });

async function toolbar(node: Node, permissions: readonly Permission[] = ada.permissions) {
  const server = chainServer({ nodes: [node] });
  server.on('POST', '/auth/refresh', () => ({
    ...sessionOf('token'),
    user: { ...ada, permissions: [...permissions] },
  }));
  const mounted = await mount(NodePage, { providers: [server.provider, ChainStore], inputs: { nodeId: node.id } });
  await TestBed.inject(SessionStore).renew();
  TestBed.inject(ChainStore).show(chainId);
  await shows(mounted, 'Wrap lines');
  const log = () => mounted.element.querySelector('app-node-log .card__head');
  const text = () => (log()?.textContent ?? '').replace(/\s+/g, ' ').trim();
  const buttons = () => [...(log()?.querySelectorAll('button') ?? [])];
  const button = (name: string) => buttons().find(({ textContent }) => textContent.trim() === name);
  const names = () => buttons().map(({ textContent }) => textContent.trim());
  return { ...mounted, server, text, button, names };
}

describe('the log level in the toolbar of the log', () => {
  beforeEach(() => {
    jest.spyOn(Date, 'now').mockReturnValue(new Date(2026, 0, 2, 14, 0).getTime());
  });

  it('is set by a dialog, and then shown with its end', async () => {
    const mounted = await toolbar(nodeOf());
    mounted.server.on('PUT', path, () => ({ ...levelled, revision: 2 }));
    expect(mounted.names()).toEqual(['Log level', 'Save']);
    mounted.button('Log level')?.click();
    const overlay = TestBed.inject(OverlayContainer).getContainerElement();
    const submit = () => overlay.querySelector<HTMLButtonElement>('button[type=submit]');
    await until(mounted, () => submit() !== null);
    submit()?.click();
    await shows(mounted, 'Logs gossip=debug:info until 14:05');
    expect(mounted.names()).toEqual(['Reset', 'Log level', 'Save']);
  });

  it('is reset, and leaves the focus at the button that stays', async () => {
    const mounted = await toolbar(levelled);
    mounted.server.on('DELETE', path, () => nodeOf({ revision: 2 }));
    mounted.button('Reset')?.click();
    await until(mounted, () => mounted.button('Reset') === undefined);
    expect(mounted.text()).not.toContain('gossip');
    expect(document.activeElement).toBe(mounted.button('Log level'));
  });

  it('stays, with the reason beside it, when the node refuses to reset it', async () => {
    const mounted = await toolbar(levelled);
    mounted.server.refuse('DELETE', path, {
      type: 'about:blank',
      title: 'No',
      status: 503,
      code: 'unavailable',
      detail: 'peer0-org1 does not answer.',
    });
    mounted.button('Reset')?.click();
    await shows(mounted, 'peer0-org1 does not answer.', 'Logs gossip=debug:info until 14:05');
    expect(mounted.button('Reset')?.disabled).toBe(false);
  });

  it('can be read but not changed without the permission', async () => {
    const mounted = await toolbar(levelled, ['chains:read', 'nodes:read']);
    await shows(mounted, 'Logs gossip=debug:info until 14:05');
    expect(mounted.names()).toEqual(['Save']);
  });

  it.each([
    ['a chaincode server', nodeOf({ kind: 'chaincode' })],
    ['a node that is stopped', nodeOf({ status: { ...nodeOf().status, state: 'stopped' } })],
  ])('is not offered for %s', async (_, node) => {
    expect((await toolbar(node)).names()).toEqual(['Save']);
  });
});
