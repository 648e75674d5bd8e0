import { OverlayContainer } from '@angular/cdk/overlay';
import { TestBed } from '@angular/core/testing';
import type { Chain, Problem } from '@heddle/contracts';
import { chainId, chainOf } from '../../../../testing/builders';
import { mount, shows } from '../../../../testing/mount';
import { TestApi, sessionOf } from '../../../../testing/test-api';
import { until } from '../../../../testing/until';
import { SessionStore } from '../../../core/session/session.store';
import { ChainCreatePage } from './chain-create.page';

const path = `/chains/${chainId}`;
const taken: Problem = {
  type: 'about:blank',
  title: 'Name taken',
  status: 409,
  code: 'name_taken',
  detail: 'The name "supply" belongs to a released chain.',
  existing: { type: 'chain', id: chainId },
};
const released = chainOf({
  status: { ...chainOf().status, state: 'released' },
  allowedActions: ['delete'],
});

/** The form after the server refused the name `supply`. */
async function refused(existing: Chain) {
  globalThis.sessionStorage.clear();
  const server = new TestApi();
  server.on('POST', '/auth/login', () => sessionOf('token'));
  server.on('GET', path, () => existing);
  server.refuse('POST', '/chains/validate', taken);
  const mounted = await mount(ChainCreatePage, { providers: [server.provider] });
  await TestBed.inject(SessionStore).signIn({ username: 'ada', password: 'secret' });
  const fill = (field: string, text: string): void => {
    const input = mounted.element.querySelector<HTMLInputElement>(`[data-field=${field}]`);
    if (input === null) throw new Error(`There is no field ${field}.`);
    input.value = text;
    input.dispatchEvent(new Event('input'));
  };
  fill('name', 'supply');
  fill('orderers', '5');
  const review = (): void => mounted.element.querySelector<HTMLButtonElement>('button[type=submit]')?.click();
  review();
  await shows(mounted, 'belongs to a released chain', 'Open the chain that has this name');
  const overlay = TestBed.inject(OverlayContainer).getContainerElement();
  const press = async (root: HTMLElement, name: string): Promise<void> => {
    const buttons = [...root.querySelectorAll('button')];
    const button = buttons.find(({ textContent }) => textContent.trim().endsWith(name));
    if (button === undefined) throw new Error(`There is no button ${name}.`);
    button.click();
    await mounted.fixture.whenStable();
  };
  return { ...mounted, server, overlay, press, review };
}

/** The whole form and a dialog are slow to render where no browser does it. */
const RENDERING_MS = 20_000;

describe('a name that a released chain has', () => {
  it(
    'is freed from the form, which keeps what was filled in',
    async () => {
      const mounted = await refused(released);
      const { server, element, overlay, press } = mounted;
      await shows(mounted, 'Forget chain supply');
      await press(element, 'Forget chain supply');
      expect(overlay.textContent).toContain('Its pages, and the record of its organizations, channels and chaincodes');
      server.answer('DELETE', path, new Response(null, { status: 204 }));
      await press(overlay, 'Forget chain supply');
      await until(mounted, () => element.querySelector('app-taken-name') === null);
      expect(server.asked('DELETE', path)).toHaveLength(1);
      expect(element.querySelector('app-error-panel')).toBeNull();
      server.on('POST', '/chains/validate', () => ({ nodes: 9, warnings: [] }));
      mounted.review();
      await shows(mounted, 'Create supply');
      expect(server.asked('POST', '/chains/validate').at(-1)?.body).toMatchObject({
        name: 'supply',
        ordering: { orderers: 5 },
      });
    },
    RENDERING_MS,
  );

  it('stays while the question is not agreed to', async () => {
    const mounted = await refused(released);
    await shows(mounted, 'Forget chain supply');
    await mounted.press(mounted.element, 'Forget chain supply');
    await mounted.press(mounted.overlay, 'Cancel');
    expect(mounted.server.asked('DELETE', path)).toEqual([]);
  });

  it('says why it cannot be forgotten now', async () => {
    const mounted = await refused(released);
    await shows(mounted, 'Forget chain supply');
    mounted.server.refuse('DELETE', path, { ...taken, code: 'scope_busy', detail: 'An operation holds the chain.' });
    await mounted.press(mounted.element, 'Forget chain supply');
    await mounted.press(mounted.overlay, 'Forget chain supply');
    await shows(mounted, 'An operation holds the chain.');
  });

  it('offers nothing but the way to a chain that lives', async () => {
    const mounted = await refused(chainOf());
    await until(mounted, () => mounted.server.asked('GET', path).length > 0);
    await mounted.fixture.whenStable();
    expect(mounted.text()).not.toContain('Forget');
  });
});
