import type { Locator, Page } from 'playwright-core';
import { faultsOf } from './accessibility';
import { goSample } from './archives';
import { openConsole, type OpenConsole } from './open-console';

const NODES_READY_MS = 90_000;

describe('the page of a chaincode', () => {
  let console: OpenConsole;
  let page: Page;
  let address: string;

  beforeAll(async () => {
    console = await openConsole('/chains');
    ({ page } = console);
  });
  afterAll(() => console.close());

  const button = (name: string | RegExp): Locator => console.button(name);
  const status = (state: string): Promise<void> =>
    page
      .locator('app-chaincode-page app-status')
      .getByText(state, { exact: true })
      .first()
      .waitFor({ timeout: NODES_READY_MS });

  it('is reached by way of a chain, a channel and a deployment', async () => {
    await page.getByRole('link', { name: 'Create chain' }).first().click();
    await page.getByLabel('Name', { exact: true }).fill('life');
    await button('Remove organization org2').click();
    await page.getByLabel('Orderers').fill('1');
    await button('Review').click();
    await button('Create life').click();
    await page.locator('app-status.ok').getByText('Running').first().waitFor({ timeout: NODES_READY_MS });
    await page.getByRole('tab', { name: 'Channels' }).click();
    await page.getByRole('link', { name: 'Create channel' }).click();
    await page.getByLabel('Channel name').fill('orders');
    await button('Create channel').click();
    await page.locator('app-status.ok').getByText('Active').first().waitFor({ timeout: NODES_READY_MS });
    await page.getByRole('link', { name: 'Deploy chaincode' }).click();
    await page.locator('input[type=file]').setInputFiles(await goSample());
    await page.getByText('asset-transfer.tar.gz').waitFor();
    await page.getByLabel('Name', { exact: true }).fill('assets');
    await page.getByLabel('Version').fill('1.0');
    await button('Deploy chaincode').click();
    await status('Active');
    address = page.url();
  });

  it('shows events as they are committed, and replays them', async () => {
    const events = page.locator('app-chaincode-events');
    await button('Follow').click();
    await events.getByText('Live', { exact: true }).waitFor();
    await page.getByRole('combobox', { name: 'Function' }).fill('CreateAsset');
    await page.getByLabel(/param0 · string/).fill('a1');
    await page.getByLabel(/param1 · string/).fill('Ada');
    await page.getByLabel(/param2 · string/).fill('blue');
    await page.getByLabel(/param3 · /).fill('5');
    await page.getByText('Private input and organizations').click();
    await page.getByText('here 1 of 1').waitFor();
    await button('Submit').click();
    await events.getByText('AssetCreated').waitFor();
    await events.getByText('Show', { exact: true }).click();
    await events.getByText('"owner": "Ada"').waitFor();
    await events.getByLabel('From block').fill('0');
    await events.getByLabel('Event name').fill('AssetCreated');
    await button('Replay from block').click();
    await events.getByText('AssetCreated').waitFor();
    await expect(faultsOf(page, address)).resolves.toEqual([]);
  });

  it('stops the chaincode, says so where it was called, and starts it again', async () => {
    await button('Stop chaincode').click();
    await page.getByRole('dialog').getByText('Its data on the ledger').waitFor();
    await page.getByRole('dialog').getByRole('button', { name: 'Stop chaincode' }).click();
    await page.getByText('The chaincode is stopped: no server of it runs').waitFor({ timeout: NODES_READY_MS });
    await expect(faultsOf(page, address)).resolves.toEqual([]);
    await button('Start chaincode').click();
    await page.locator('app-try-panel').waitFor({ timeout: NODES_READY_MS });
  });

  it('removes the chaincode for somebody who types its name, and says what stays', async () => {
    await button('Remove chaincode').click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('Fabric cannot delete it').waitFor();
    await dialog.getByLabel('Type assets to confirm').fill('assets');
    await dialog.getByRole('button', { name: 'Remove chaincode assets' }).click();
    await page.getByText('This chaincode does not exist').waitFor({ timeout: NODES_READY_MS });
  });

  it('broke nothing on the way', async () => {
    await expect(console.witness.faults()).resolves.toEqual([]);
  });
});
