import type { Page } from 'playwright-core';
import { isSeen, ringOf, unseenStops } from './focus';
import { openConsole, type OpenConsole } from './open-console';

const NODES_READY_MS = 90_000;
const THEMES = ['light', 'dark'] as const;

describe('the console for keyboards and screen readers', () => {
  let console: OpenConsole;
  let page: Page;
  let chain: string;

  const focused = (): Promise<string> =>
    page.evaluate(() => `${document.activeElement?.localName ?? ''} ${document.activeElement?.textContent ?? ''}`);
  const focusOn = (tag: string): Promise<unknown> =>
    page.waitForFunction((name) => document.activeElement?.localName === name, tag);

  beforeAll(async () => {
    console = await openConsole('/chains');
    page = console.page;
  });

  afterAll(async () => {
    await console.close();
  });

  it('has the focus on the page after the sign-in and after each navigation, and a title for it', async () => {
    await focusOn('h1');
    await page.getByRole('link', { name: 'Operations' }).focus();
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => document.activeElement?.matches('h1') === true);
    expect(await focused()).toBe('h1 Operations');
    await page.waitForFunction(() => document.title === 'Operations · Heddle');
    await page.getByRole('status').getByText('Operations · Heddle').waitFor({ state: 'attached' });
  });

  it('puts a refused name into sight: the panel has the focus, and the field is marked', async () => {
    await page.goto(`${console.product.url}/chains/new`);
    await page.getByLabel('Name', { exact: true }).fill('supply');
    await page.getByLabel('Orderers').fill('1');
    await console.button('Remove organization org2').click();
    await console.button('Review').click();
    await console.button('Create supply').click();
    await page.getByRole('list', { name: 'Steps' }).waitFor();
    chain = new URL(page.url()).pathname;
    await page.goto(`${console.product.url}/chains/new`);
    await page.getByLabel('Name', { exact: true }).fill('supply');
    await console.button('Review').click();
    await focusOn('app-error-panel');
    const panel = page.locator('app-error-panel');
    expect(await panel.evaluate((element) => element.getBoundingClientRect().top >= 0)).toBe(true);
    expect(await page.getByLabel('Name', { exact: true }).getAttribute('aria-invalid')).toBe('true');
  });

  it('waits with what an operation would be disturbed by, and names that operation', async () => {
    await page.goto(`${console.product.url}${chain}`);
    const state = page.locator('app-chain-page header app-status');
    await state.getByText('Running', { exact: true }).waitFor({ timeout: NODES_READY_MS });
    await page.getByRole('tab', { name: 'Nodes' }).click();
    await page.locator('tbody a').first().click();
    // A restart may be over before the next look at the page, so the page itself keeps what it showed.
    await page.evaluate(() => {
      const shown = new Set<string>();
      Object.assign(globalThis, { shown });
      new MutationObserver(() => {
        const words = document.querySelector('app-held-by')?.textContent.replace(/\s+/g, ' ') ?? '';
        const [named = ''] = /[A-Z][^.]*under way on/.exec(words) ?? [];
        const closed = [...document.querySelectorAll<HTMLButtonElement>('main button:disabled')];
        shown.add([named, ...closed.map((button) => button.textContent.trim())].join(', '));
      }).observe(document.body, { subtree: true, childList: true, attributes: true, characterData: true });
    });
    await page.locator('app-node-page').getByRole('button', { name: 'Restart', exact: true }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Restart' }).click();
    await page
      .locator('app-operation-run app-status')
      .getByText('Succeeded', { exact: true })
      .waitFor({ timeout: NODES_READY_MS });
    await page.locator('app-held-by').waitFor({ state: 'detached' });
    const shown = await page.evaluate(() => [...(globalThis as unknown as { shown: Set<string> }).shown]);
    expect(shown).toContain('Restart node is under way on, Stop, Restart, Release, Stop, Restart, More');
    expect(await page.locator('app-node-page').getByRole('button', { name: 'Stop', exact: true }).isEnabled()).toBe(
      true,
    );
  });

  describe.each(THEMES)('shows in %s where the focus is', (colorScheme) => {
    beforeAll(() => page.emulateMedia({ colorScheme, reducedMotion: 'reduce' }));

    it.each([
      ['a list', () => '/chains'],
      ['a form', () => '/chains/new'],
      ['a chain', () => chain],
      ['a form in a chain', () => `${chain}/channels/new`],
    ])('on every button and tab of %s', async (_, path) => {
      await page.goto(`${console.product.url}${path()}`);
      await page.locator('h1, h2').first().waitFor();
      const controls = page.locator('.mat-mdc-button-base:visible, .mat-mdc-tab-link:visible, .collapse:visible');
      await controls.last().waitFor();
      const { unseen, met } = await unseenStops(page, controls);
      expect(unseen).toEqual([]);
      expect(met).toBeGreaterThan(2);
    });

    it('in a menu', async () => {
      await console.button('Theme').focus();
      await page.keyboard.press('Enter');
      await page.getByRole('menuitemradio').first().waitFor();
      await page.keyboard.press('ArrowDown');
      expect(await ringOf(page)).toEqual(expect.objectContaining({ style: 'solid' }));
      expect(isSeen(await ringOf(page))).toBe(true);
      await page.keyboard.press('Escape');
    });
  });

  it('is not live without a network', async () => {
    await page.goto(`${console.product.url}${chain}`);
    const chip = page.locator('app-connection-chip');
    await chip.getByText('Live', { exact: true }).waitFor();
    await page.context().setOffline(true);
    await chip.getByText(/^Offline, as of/).waitFor();
    await page.context().setOffline(false);
    await chip.getByText('Live', { exact: true }).waitFor();
  });

  it('leads to sign-in when the session has ended, says why, and back to the same page', async () => {
    const { username, password, url } = console.product;
    await page.goto(`${url}${chain}/nodes?search=peer`);
    await page.getByLabel('Search nodes').waitFor();
    await page.context().clearCookies();
    await page.route('**/api/v1/operations?**', (route) =>
      route.continue({ headers: { ...route.request().headers(), authorization: 'Bearer spoilt' } }),
    );
    await page.getByRole('tab', { name: 'Operations' }).click();
    await page.getByText('Your session ended. Sign in to go on where you were.').waitFor();
    await page.unroute('**/api/v1/operations?**');
    await focusOn('input');
    await page.getByLabel('User name').fill(username);
    await page.getByLabel('Password').fill(password);
    await console.button('Sign in').click();
    await page.waitForURL(`**${chain}/operations`);
  });
});
