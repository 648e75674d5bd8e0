import { MatSelectHarness } from '@angular/material/select/testing';
import { TestBed } from '@angular/core/testing';
import type { Problem } from '@heddle/contracts';
import { chaincodeOf, chainId, channelId } from '../../../../testing/builders';
import { mount, shows } from '../../../../testing/mount';
import { TestApi, sessionOf } from '../../../../testing/test-api';
import { SessionStore } from '../../../core/session/session.store';
import { TryPanelComponent } from './try-panel.component';

const path = `/chains/${chainId}/channels/${channelId}/chaincodes/${chaincodeOf().id}`;

const COMMITTED = {
  transactionId: 'f'.repeat(64),
  blockNumber: 7,
  validationCode: 'VALID',
  result: '{"id":"a1"}',
};
const uninitialized: Problem = {
  type: 'about:blank',
  title: 'No',
  status: 409,
  code: 'chaincode_uninitialized',
  detail: "Org1MSP: chaincode 'assets' has not been initialized for this version, must call as init first",
};

async function panel() {
  const server = new TestApi();
  server.on('POST', '/auth/refresh', () => sessionOf('token'));
  server.on('POST', `${path}/query`, () => ({ result: '' }));
  server.on('POST', `${path}/invoke`, () => COMMITTED);
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

  it('offers a call that came before Init as this Init, with the same function and arguments', async () => {
    const mounted = await panel();
    const { server } = mounted;
    server.refuse('POST', `${path}/invoke`, uninitialized);
    await mounted.type('[data-field=fn]', 'CreateAsset');
    await mounted.press('Add argument');
    await mounted.type('[aria-label="Argument 1"]', 'a1');
    await mounted.press('Submit');
    await shows(mounted, 'The chaincode waits for its Init call', 'must call as init first', 'Call as Init');
    server.on('POST', `${path}/invoke`, () => COMMITTED);
    await mounted.press('Call as Init');
    await shows(mounted, 'VALID');
    expect(mounted.text()).not.toContain('Call as Init');
    await mounted.press('Submit');
    await shows(mounted, 'VALID');
    const calls = server.asked('POST', `${path}/invoke`).map(({ body }) => body);
    expect(calls).toEqual(
      [false, true, false].map((isInit): unknown =>
        expect.objectContaining({ fn: 'CreateAsset', args: ['a1'], transient: {}, isInit }),
      ),
    );
  });

  it('offers no Init call for another refusal', async () => {
    const mounted = await panel();
    mounted.server.refuse('POST', `${path}/query`, { ...uninitialized, code: 'endorsement_refused' });
    await mounted.type('[data-field=fn]', 'ReadAsset');
    await mounted.press('Evaluate');
    await shows(mounted, 'A peer refused to endorse');
    expect(mounted.text()).not.toContain('Call as Init');
  });

  it('sends nothing while a private input has no key', async () => {
    const mounted = await panel();
    await mounted.type('[data-field=fn]', 'CreateAsset');
    await mounted.press('Add private input');
    await mounted.type('[aria-label="Value 1"]', '5');
    await mounted.press('Submit');
    expect(mounted.server.asked('POST', `${path}/invoke`)).toEqual([]);
  });

  it('offers no call whose argument is too large, and says so', async () => {
    const mounted = await panel();
    await mounted.type('[data-field=fn]', 'CreateAsset');
    await mounted.press('Add argument');
    await mounted.type('[aria-label="Argument 1"]', 'x'.repeat(524_289));
    const submit = [...mounted.element.querySelectorAll('button')].find(
      ({ textContent }) => textContent.trim() === 'Submit',
    );
    expect(submit?.disabled).toBe(true);
    expect(mounted.element.textContent).toContain('Too large: at most 512 KiB in one argument');
    await mounted.type('[aria-label="Argument 1"]', 'small');
    expect(submit?.disabled).toBe(false);
    expect(mounted.element.textContent).not.toContain('Too large');
  });
});
