import { OverlayContainer } from '@angular/cdk/overlay';
import { TestBed } from '@angular/core/testing';
import { Router } from '@angular/router';
import type { Chain, ChainState, Channel } from '@heddle/contracts';
import { chainId, chainOf, channelOf, operationId, operationOf } from '../../../../testing/builders';
import { chainServer } from '../../../../testing/chain-server';
import { mount, shows } from '../../../../testing/mount';
import { ada, sessionOf } from '../../../../testing/test-api';
import { until } from '../../../../testing/until';
import { SessionStore } from '../../../core/session/session.store';
import { ChainPage } from './chain.page';

interface Shown {
  chain?: Chain;
  channels?: readonly Channel[];
  user?: typeof ada;
}

const inState = (state: ChainState) => chainOf({ status: { ...chainOf().status, state } });

async function page({ chain = chainOf(), channels = [], user = ada }: Shown = {}) {
  const server = chainServer({ chain, channels });
  server.on('POST', '/auth/refresh', () => ({ ...sessionOf('token'), user }));
  const mounted = await mount(ChainPage, { providers: [server.provider], inputs: { chainId } });
  await TestBed.inject(SessionStore).renew();
  await shows(mounted, 'supply', 'Nodes');
  const buttons = (): Record<string, boolean> =>
    Object.fromEntries(
      [...mounted.element.querySelectorAll('header button')].map((button) => [
        button.textContent.trim(),
        !(button as HTMLButtonElement).disabled,
      ]),
    );
  return { ...mounted, server, buttons };
}

describe('ChainPage', () => {
  it('offers what the chain allows', async () => {
    const { buttons, element } = await page();
    expect(buttons()).toEqual({ Stop: true, Restart: true, Release: true });
    expect(element.querySelector('app-held-by')).toBeNull();
  });

  it.each([
    ['the chain', { chain: chainOf({ operationId, allowedActions: [] }) }],
    ['a channel', { channels: [channelOf({ operationId })] }],
  ])('disables it while an operation holds %s, and names that operation with the way to it', async (_, held) => {
    const mounted = await page(held);
    await shows(mounted, 'Upgrade chaincode is under way on supply/orders/assets.', 'disabled until it has ended');
    expect(mounted.buttons()).toEqual({ Stop: false, Restart: false, Release: false });
    const note = mounted.element.querySelector('app-held-by');
    expect(note?.querySelector('a')?.getAttribute('href')).toBe(`/operations/${operationId}`);
    expect(mounted.element.querySelector('header button')?.getAttribute('aria-describedby')).toBe(note?.id);
  });

  it('offers to start a stopped chain once what holds it has ended', async () => {
    const stopped = { ...chainOf().status, state: 'stopped' as const };
    const mounted = await page({ chain: chainOf({ status: stopped, operationId, allowedActions: [] }) });
    await until(mounted, () => 'Start' in mounted.buttons());
    expect(mounted.buttons()).toEqual({ Start: false, Release: false });
  });

  it.each<[ChainState, boolean]>([
    ['running', true],
    ['degraded', true],
    ['unreachable', false],
    ['stopped', false],
  ])('restarts the nodes of a chain that is %s: %s', async (state, offered) => {
    const { buttons } = await page({ chain: inState(state) });
    expect('Restart' in buttons()).toBe(offered);
  });

  it('offers no restart to who may not change nodes', async () => {
    const { buttons } = await page({ user: { ...ada, permissions: ['chains:read', 'chains:write'] } });
    expect(buttons()).toEqual({ Stop: true, Release: true });
  });

  it('says what a restart does, and leads to the overview, which shows the operation', async () => {
    const mounted = await page();
    const { server } = mounted;
    const path = `/chains/${chainId}/changes`;
    const operation = operationOf({ kind: 'chain.restart', state: 'running' });
    server.on('POST', `${path}/preview`, () => ({ node: null, steps: [], restarts: ['peer0-org1'], warnings: [] }));
    server.on('POST', path, () => ({ resource: chainOf({ operationId, revision: 2 }), operation }));
    const navigated = jest.spyOn(TestBed.inject(Router), 'navigate').mockResolvedValue(true);
    [...mounted.element.querySelectorAll<HTMLButtonElement>('header button')]
      .find(({ textContent }) => textContent.trim() === 'Restart')
      ?.click();
    const overlay = TestBed.inject(OverlayContainer).getContainerElement();
    const submit = () => overlay.querySelector<HTMLButtonElement>('button[type=submit]');
    await until(mounted, () => submit()?.disabled === false);
    expect(overlay.textContent).toContain('Nodes restart one after another.');
    submit()?.click();
    await until(mounted, () => navigated.mock.calls.length > 0);
    expect(server.asked('POST', path)[0]?.body).toEqual({ kind: 'chain.restart' });
    expect(navigated).toHaveBeenCalledWith(['/chains', chainId]);
  });

  it('leads away from a chain that does not exist, where asking again would not help', async () => {
    const server = chainServer();
    const gone = { type: 'about:blank', title: 'No', status: 404, code: 'not_found' as const, detail: 'Gone.' };
    server.refuse('GET', `/chains/${chainId}`, gone);
    const mounted = await mount(ChainPage, { providers: [server.provider], inputs: { chainId } });
    await shows(mounted, 'There is nothing here');
    expect(mounted.element.querySelector('h1')?.textContent).toContain('There is nothing here');
    expect(mounted.element.querySelector('a')?.getAttribute('href')).toBe('/chains');
    expect(mounted.text()).not.toContain('Try again');
  });

  it('names the operation of a refusal in words, instead of ids', async () => {
    const mounted = await page({
      chain: chainOf({ status: { ...chainOf().status, state: 'stopped' }, allowedActions: ['start'] }),
    });
    mounted.server.refuse('POST', `/chains/${chainId}/start`, {
      type: 'about:blank',
      title: 'Busy',
      status: 409,
      code: 'scope_busy',
      detail: `Another operation (${operationId}) is working on chain:${chainId}.`,
      operationId,
    });
    mounted.element.querySelector<HTMLButtonElement>('header button')?.click();
    await shows(mounted, 'Another operation is under way', 'Upgrade chaincode is under way on supply/orders/assets.');
    expect(mounted.text()).not.toContain(operationId);
  });
});
