import { MatSelectHarness } from '@angular/material/select/testing';
import { TestBed } from '@angular/core/testing';
import { chaincodeOf, chainId, channelId } from '../../../../testing/builders';
import { mount, shows } from '../../../../testing/mount';
import { TestApi, sessionOf } from '../../../../testing/test-api';
import { SessionStore } from '../../../core/session/session.store';
import { TryPanelComponent } from './try-panel.component';

const path = `/chains/${chainId}/channels/${channelId}/chaincodes/${chaincodeOf().id}`;

async function panel() {
  const server = new TestApi();
  server.on('POST', '/auth/refresh', () => sessionOf('token'));
  server.on('POST', `${path}/query`, () => ({ result: '' }));
  server.on('POST', `${path}/invoke`, () => ({
    transactionId: 'f'.repeat(64),
    blockNumber: 7,
    validationCode: 'VALID',
    result: '{"id":"a1"}',
  }));
  const mounted = await mount(TryPanelComponent, {
    providers: [server.provider],
    inputs: { chaincode: chaincodeOf(), organizations: ['org1', 'org2'] },
  });
  await TestBed.inject(SessionStore).renew();
  await mounted.fixture.whenStable();
  const press = async (name: string): Promise<void> => {
    [...mounted.element.querySelectorAll('button')].find((button) => button.textContent.trim() === name)?.click();
    await mounted.fixture.whenStable();
  };
  const type = async (selector: string, text: string): Promise<void> => {
    const input = mounted.element.querySelector<HTMLInputElement>(selector);
    if (input === null) throw new Error(`There is no field ${selector}.`);
    input.value = text;
    input.dispatchEvent(new Event('input'));
    await mounted.fixture.whenStable();
  };
  return { ...mounted, server, press, type };
}

describe('TryPanelComponent', () => {
  it('sends private input, who signs and who endorses, and keeps none of it in its history', async () => {
    const mounted = await panel();
    await mounted.type('[data-field=fn]', 'CreateAsset');
    await mounted.press('Add private input');
    await mounted.type('[aria-label="Key 1"]', 'price');
    await mounted.type('[aria-label="Value 1"]', '5');
    const [signer, endorsers] = await mounted.loader.getAllHarnesses(MatSelectHarness);
    await signer?.open();
    await signer?.clickOptions({ text: 'org2' });
    await endorsers?.open();
    await endorsers?.clickOptions();
    await endorsers?.close();
    await mounted.press('Submit');
    await shows(mounted, 'VALID', '"id": "a1"', 'CreateAsset()');
    expect(mounted.server.asked('POST', `${path}/invoke`)[0]?.body).toEqual({
      fn: 'CreateAsset',
      args: [],
      transient: { price: '5' },
      isInit: false,
      organization: 'org2',
      endorsingOrganizations: ['org1', 'org2'],
    });
    expect(mounted.element.querySelector('.past')?.textContent).not.toContain('5');
  });

  it('sends nothing while a private input has no key', async () => {
    const mounted = await panel();
    await mounted.type('[data-field=fn]', 'CreateAsset');
    await mounted.press('Add private input');
    await mounted.type('[aria-label="Value 1"]', '5');
    await mounted.press('Submit');
    expect(mounted.server.asked('POST', `${path}/invoke`)).toEqual([]);
  });
});
