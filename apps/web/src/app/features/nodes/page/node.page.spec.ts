import { TestBed } from '@angular/core/testing';
import type { Channel } from '@heddle/contracts';
import { chainId, channelOf, nodeOf, operationId, operationOf } from '../../../../testing/builders';
import { chainServer } from '../../../../testing/chain-server';
import { mount, shows } from '../../../../testing/mount';
import { until } from '../../../../testing/until';
import { SessionStore } from '../../../core/session/session.store';
import { ChainStore } from '../../../data/chain/chain.store';
import { Confirmation } from '../../../ui/confirm/confirmation';
import { NodePage } from './node.page';

const node = nodeOf();

async function page(channels: readonly Channel[] = []) {
  const server = chainServer({ nodes: [node], channels });
  const confirmation = { ask: () => Promise.resolve(true) };
  const mounted = await mount(NodePage, {
    providers: [server.provider, ChainStore, { provide: Confirmation, useValue: confirmation }],
    inputs: { nodeId: node.id },
  });
  await TestBed.inject(SessionStore).renew();
  TestBed.inject(ChainStore).show(chainId);
  await shows(mounted, node.name, 'Restart');
  const restart = (): HTMLButtonElement => {
    const button = [...mounted.element.querySelectorAll('button')].find((one) => one.textContent.trim() === 'Restart');
    if (button === undefined) throw new Error('There is no button Restart.');
    return button;
  };
  return { ...mounted, server, restart };
}

describe('NodePage', () => {
  it('shows a restart beside the node, whose facts and log stay', async () => {
    const mounted = await page();
    const operation = operationOf({ kind: 'node.restart', subject: 'supply/peer0-org1', state: 'running' });
    mounted.server.on('GET', `/operations/${operationId}`, () => operation);
    mounted.server.on('POST', `/chains/${chainId}/nodes/${node.id}/restart`, () => ({ resource: node, operation }));
    mounted.restart().click();
    await shows(mounted, 'Restart node', 'Org1MSP');
    expect(mounted.element.querySelector('app-node-log')).not.toBeNull();
  });

  it('disables the restart while an operation works in a channel', async () => {
    const mounted = await page([channelOf({ operationId })]);
    await until(mounted, () => mounted.restart().disabled);
    expect(mounted.restart().getAttribute('aria-describedby')).toBe('held-by');
  });
});
