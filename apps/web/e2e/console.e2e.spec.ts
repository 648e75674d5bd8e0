import { chromium, type Browser, type Page } from 'playwright-core';
import { startProduct, type Product } from './product';

const NODES_READY_MS = 90_000;

describe('the console', () => {
  let product: Product;
  let browser: Browser;
  let page: Page;
  const faults: string[] = [];

  beforeAll(async () => {
    product = await startProduct();
    browser = await chromium.launch({
      executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
      args: ['--no-sandbox'],
    });
    page = await browser.newPage({ locale: 'en-GB', viewport: { width: 1360, height: 860 } });
    page.on('pageerror', (error) => faults.push(error.message));
    page.on('console', (message) => {
      // A refused refresh is how a browser without a session begins.
      if (message.type() === 'error' && !message.text().includes('401')) faults.push(message.text());
    });
  });

  afterAll(async () => {
    await browser.close();
    await product.stop();
  });

  it('asks who is there, and says when the password is wrong', async () => {
    await page.goto(`${product.url}/operations`);
    await page.getByLabel('User name').fill(product.username);
    await page.getByLabel('Password').fill('not the password');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByText('User name or password is wrong').waitFor();
  });

  it('leads back to where the reader wanted to go', async () => {
    await page.getByLabel('Password').fill(product.password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.waitForURL('**/operations');
  });

  it('keeps the session through a reload', async () => {
    await page.reload();
    await page.getByRole('heading', { name: 'Operations' }).waitFor();
  });

  it('refuses a name that DNS would refuse, and warns of an even number of orderers', async () => {
    await page.getByRole('link', { name: 'Chains', exact: true }).click();
    await page.getByRole('link', { name: 'Create chain' }).first().click();
    await page.getByLabel('Name', { exact: true }).fill('No Spaces!');
    await page.getByLabel('Orderers').fill('2');
    await page.getByText('tolerate no more failures').waitFor();
    await page.getByRole('button', { name: 'Review' }).click();
    await page.getByText('only lower-case letters, digits and inner hyphens').waitFor();
  });

  it('creates a chain and shows its steps live until it runs', async () => {
    await page.getByLabel('Name', { exact: true }).fill('supply');
    await page.getByLabel('Orderers').fill('1');
    await page.getByRole('button', { name: 'Remove organization org2' }).click();
    await page.getByRole('button', { name: 'Review' }).click();
    await page.getByText('The server finds this description sound').waitFor();
    await page.getByRole('button', { name: 'Create supply' }).click();
    await page.getByRole('list', { name: 'Steps' }).waitFor();
    await page.getByText('Succeeded', { exact: true }).waitFor({ timeout: NODES_READY_MS });
    await page.getByText('Running', { exact: true }).first().waitFor();
  });

  it('follows the log of a node', async () => {
    await page.getByRole('tab', { name: 'Nodes' }).click();
    await page.locator('tbody a').first().click();
    await page.waitForFunction(() => (document.querySelector('app-node-log pre')?.textContent ?? '').length > 200);
  });

  it('creates a channel and shows its first block', async () => {
    await page.getByRole('tab', { name: 'Channels' }).click();
    await page.getByRole('link', { name: 'Create channel' }).click();
    await page.getByLabel('Channel name').fill('orders');
    await page.getByRole('button', { name: 'Create channel' }).click();
    await page.getByText('Active', { exact: true }).waitFor({ timeout: NODES_READY_MS });
    await page.getByRole('link', { name: '0', exact: true }).click();
    await page.getByText('Block 0').waitFor();
  });

  it('speaks Chinese at once when asked to', async () => {
    await page.getByRole('button', { name: 'Language' }).click();
    await page.getByText('中文').click();
    await page.getByRole('link', { name: '操作' }).first().waitFor();
    expect(await page.locator('html').getAttribute('lang')).toBe('zh-CN');
    await page.getByRole('button', { name: '语言' }).click();
    await page.getByText('English').click();
    await page.getByRole('link', { name: 'Operations' }).first().waitFor();
  });

  it('releases the chain only for somebody who types its name', async () => {
    await page.getByRole('button', { name: 'Release' }).click();
    const dialog = page.getByRole('dialog');
    const release = dialog.getByRole('button', { name: 'Release chain supply' });
    expect(await release.isEnabled()).toBe(false);
    await dialog.getByLabel('Type supply to confirm').fill('supply');
    await release.click();
    await page.getByText('Released', { exact: true }).waitFor({ timeout: NODES_READY_MS });
  });

  it('broke nothing on the way', () => {
    expect(faults).toEqual([]);
  });
});
