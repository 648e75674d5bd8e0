import { TestBed } from '@angular/core/testing';
import type { Chain, Chaincode } from '@heddle/contracts';
import { chaincodeOf, chainId, chainOf, channelId, operationId } from '../../../../testing/builders';
import { mount, shows } from '../../../../testing/mount';
import { TestApi, sessionOf } from '../../../../testing/test-api';
import { until } from '../../../../testing/until';
import { SessionStore } from '../../../core/session/session.store';
import { ChainStore } from '../../../data/chain/chain.store';
import { Confirmation } from '../../../ui/confirm/confirmation';
import type { Question } from '../../../ui/confirm/confirm.dialog';
import { ChaincodePage } from './chaincode.page';

const channel = `/chains/${chainId}/channels/${channelId}`;

async function page({ chain = chainOf(), chaincode = chaincodeOf() }: { chain?: Chain; chaincode?: Chaincode } = {}) {
  const server = new TestApi();
  const path = `${channel}/chaincodes/${chaincode.id}`;
  server.on('POST', '/auth/refresh', () => sessionOf('token'));
  server.on('GET', `/chains/${chainId}`, () => chain);
  server.on('GET', `/chains/${chainId}/nodes`, () => ({ items: [], nextCursor: null }));
  server.on('GET', `/chains/${chainId}/channels`, () => ({ items: [], nextCursor: null }));
  server.on('GET', `${path}/definitions`, () => ({ items: [chaincode.definition], nextCursor: null }));
  server.on('POST', `${path}/query`, () => ({ result: '{"contracts":{}}' }));
  const asked: Question[] = [];
  const confirmation = {
    ask: (question: Question) => {
      asked.push(question);
      return Promise.resolve(true);
    },
  };
  const mounted = await mount(ChaincodePage, {
    providers: [server.provider, ChainStore, { provide: Confirmation, useValue: confirmation }],
    inputs: { channelId, chaincodeId: chaincode.id },
  });
  await TestBed.inject(SessionStore).renew();
  const store = TestBed.inject(ChainStore);
  store.show(chainId);
  await until(mounted, () => store.chain() !== null);
  store.dispatch({ type: 'chaincode', chaincode });
  await mounted.fixture.whenStable();
  const press = async (name: string): Promise<void> => {
    [...mounted.element.querySelectorAll('button')].find((button) => button.textContent.trim() === name)?.click();
    await mounted.fixture.whenStable();
  };
  return { ...mounted, server, path, asked, press };
}

const state = (value: Chaincode['status']['state']) => ({ ...chaincodeOf().status, state: value });

describe('ChaincodePage', () => {
  it('says that a stopped chaincode cannot be called, and starts it', async () => {
    const mounted = await page({ chaincode: chaincodeOf({ status: state('stopped') }) });
    await shows(mounted, 'The chaincode is stopped', 'Start chaincode');
    expect(mounted.element.querySelector('app-try-panel')).toBeNull();
    mounted.server.on('POST', `${mounted.path}/start`, () => ({}));
    await mounted.press('Start chaincode');
    expect(mounted.server.asked('POST', `${mounted.path}/start`)).toHaveLength(1);
  });

  it('says that nothing can be called while the chain does not run', async () => {
    const mounted = await page({ chain: chainOf({ status: { ...chainOf().status, state: 'stopped' } }) });
    await shows(mounted, 'Chain supply does not run');
    expect(mounted.text()).not.toContain('does not describe its functions');
  });

  it('asks before it removes, and says what the ledger keeps', async () => {
    const mounted = await page();
    await mounted.press('Remove chaincode');
    expect(mounted.asked[0]).toMatchObject({
      typedName: 'assets',
      destroyed: ['chaincodes.removesServers', 'chaincodes.removesPackages'],
      kept: ['chaincodes.keepsDefinition', 'chaincodes.keepsData', 'chaincodes.keepsInstalled'],
    });
    const [sent] = mounted.server.asked('POST', `${mounted.path}/remove`);
    expect(sent?.body).toEqual({ confirmName: 'assets' });
    await shows(mounted, 'Nothing');
  });

  it('disables what would disturb an operation on the chain', async () => {
    const mounted = await page({ chain: chainOf({ operationId, allowedActions: [] }) });
    await shows(mounted, 'Remove chaincode');
    const actions = [...mounted.element.querySelectorAll('app-chaincode-actions :is(a, button)')];
    const open = actions.filter((one) => !one.matches(':disabled, [aria-disabled=true]:not([href])'));
    expect(open).toEqual([]);
    expect(actions.map((one) => one.textContent.trim())).toEqual(['Upgrade', 'Stop chaincode', 'Remove chaincode']);
  });

  it('offers to deploy again what was never committed', async () => {
    const { definition } = chaincodeOf();
    const failed = { ...definition, state: 'failed', committedAt: null } as const;
    const mounted = await page({ chaincode: chaincodeOf({ status: state('failed'), definition: failed }) });
    await shows(mounted, 'Deploy again', 'not committed yet');
    const link = [...mounted.element.querySelectorAll('a')].find((a) => a.textContent.includes('Deploy again'));
    expect(link?.getAttribute('href')).toContain('new?name=assets');
    expect(mounted.text()).not.toContain('Upgrade');
  });
});
