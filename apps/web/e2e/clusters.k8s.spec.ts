import type { Locator, Page } from 'playwright-core';
import { faultsOf } from './accessibility';
import { clusterForTests, releaseChains, type ClusterForTests } from './cluster-for-tests';
import { press, type } from './keyboard';
import { openConsole, type OpenConsole } from './open-console';

/** Pods of a small chain are ready within this time, also on a busy machine. */
const PODS_READY_MS = 120_000;

describe('the console with a real cluster', () => {
  let cluster: ClusterForTests;
  let console: OpenConsole;
  let page: Page;
  let clusterPage: string;
  let chainPage: string;

  beforeAll(async () => {
    cluster = await clusterForTests();
    console = await openConsole('/clusters/new');
    page = console.page;
  });

  afterAll(async () => {
    await releaseChains(console.product).finally(() => console.close());
  });

  const tab = (name: string): Locator => page.getByRole('tab', { name });
  const operation = (state: string): Promise<void> =>
    page.locator('app-operation-run app-status').getByText(state, { exact: true }).waitFor({ timeout: PODS_READY_MS });

  it('registers a cluster by its kubeconfig and shows what was found there', async () => {
    await type(page, page.getByLabel('Name', { exact: true }), 'east');
    await page.locator('input[type=file]').setInputFiles(cluster.kubeconfig);
    await page.getByRole('radio', { checked: true }).waitFor();
    await type(page, page.getByLabel('NFS server'), cluster.nfsServer);
    await type(page, page.getByLabel('Exported path'), cluster.nfsPath);
    await press(page, console.button('Register cluster'));
    await page.waitForURL(/clusters\/[0-9a-f-]{36}$/, { timeout: 60_000 });
    clusterPage = page.url();
    await page.locator('h1').getByText('east').waitFor();
    await page.getByText('Heddle may do everything here that chains need.').waitFor();
  });

  it('shows the nodes with their capacity and what is asked of it', async () => {
    const node = page.locator('app-node-table tbody tr').first();
    await node.getByText('Ready', { exact: true }).waitFor();
    expect(await node.getByText(/^\s*[\d.,]+ of [\d.,]+ requested/).count()).toBeGreaterThan(0);
  });

  it('tests the connection again', async () => {
    await console.button('Test connection').click();
    await page.getByRole('progressbar', { name: 'Testing the connection' }).waitFor({ state: 'detached' });
    await page.getByText('Reachable', { exact: true }).waitFor();
    await expect(faultsOf(page, clusterPage)).resolves.toEqual([]);
  });

  it('changes a setting and shows it', async () => {
    await page.getByRole('link', { name: 'Change settings' }).click();
    await type(page, page.getByLabel('Size of each ledger'), '64Mi');
    await expect(faultsOf(page, page.url())).resolves.toEqual([]);
    await type(page, page.getByLabel('Size of each ledger'), '64Mi');
    await press(page, console.button('Save'));
    await page.waitForURL(clusterPage, { timeout: 60_000 });
    await page.getByText('64Mi').waitFor();
  });

  it('creates a chain there', async () => {
    await page.getByRole('link', { name: 'Create chain here' }).click();
    await page.getByRole('combobox', { name: 'Cluster' }).getByText('east').waitFor();
    await type(page, page.getByLabel('Name', { exact: true }), 'supply');
    await press(page, console.button('Remove organization org2'));
    await page.getByRole('group', { name: 'Organization 2' }).waitFor({ state: 'detached' });
    await type(page, page.getByLabel('Peers'), '1');
    await type(page, page.getByLabel('Orderers'), '1');
    await press(page, console.button('Review'));
    await page.locator('app-chain-review').getByText('east').waitFor();
    await press(page, console.button('Create supply'));
    await page.getByRole('list', { name: 'Steps' }).waitFor();
    chainPage = page.url();
    await operation('Succeeded');
    await page.getByRole('link', { name: 'east' }).first().waitFor();
  });

  it('shows the manifests that it was applied with', async () => {
    await tab('Manifests').click();
    await page.locator('pre').getByText('kind: Namespace').waitFor();
    await page.getByRole('link', { name: /peer0-org1\.yaml/ }).click();
    await page.locator('pre').getByText('kind: StatefulSet').waitFor();
    await page.waitForURL(/file=manifests/);
    const download = page.waitForEvent('download');
    await console.button('Download').click();
    expect((await download).suggestedFilename()).toBe('peer0-org1.yaml');
    expect(await page.locator('pre').textContent()).not.toContain('PRIVATE KEY');
    await expect(faultsOf(page, page.url())).resolves.toEqual([]);
  });

  it('shows what the cluster reports of it', async () => {
    await tab('Events').click();
    const ofThePod = page.locator('app-events-tab tbody tr').filter({ hasText: 'Pod/peer0-org1-0' });
    await ofThePod.getByText('Normal', { exact: true }).first().waitFor();
    await expect(faultsOf(page, page.url())).resolves.toEqual([]);
  });

  it('gives a node other resources, but no limit below what it asks for', async () => {
    await tab('Nodes').click();
    await page.getByRole('link', { name: 'peer0-org1' }).click();
    await console.button('Resize').click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Memory limit').fill('1Mi');
    await dialog.getByRole('button', { name: 'Resize' }).click();
    await dialog.getByText('Not below what is requested').waitFor();
    await dialog.getByLabel('Memory limit').fill('1536Mi');
    await dialog.getByRole('button', { name: 'Resize' }).click();
    await operation('Succeeded');
  });

  it('keeps a cluster that carries a chain, and says which', async () => {
    await page.goto(clusterPage);
    await page.getByText('It can be removed when the chain on it').waitFor();
    expect(await console.button('Remove').isEnabled()).toBe(false);
    await page.getByRole('main').getByRole('link', { name: 'supply', exact: true }).click();
    await page.waitForURL(chainPage);
  });

  it('releases the chain, telling what goes and what stays when ledgers are kept', async () => {
    await console.button('Release').click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Keep the ledgers').check();
    await dialog.getByText('The volumes with the ledgers, on cluster east').waitFor();
    expect(await dialog.getByText('Every ledger with all its blocks').count()).toBe(0);
    await dialog.getByLabel('Keep the ledgers').uncheck();
    await dialog.getByText('Every ledger with all its blocks').waitFor();
    await dialog.getByLabel('Type supply to confirm').fill('supply');
    await dialog.getByRole('button', { name: 'Release chain supply' }).click();
    await page.getByText('Released', { exact: true }).waitFor({ timeout: PODS_READY_MS });
  });

  it('removes the cluster once its name was typed', async () => {
    await page.goto(clusterPage);
    await page.getByText('No chain runs here yet.').waitFor();
    await console.button('Remove').click();
    await page.getByLabel('Type east to confirm').fill('east');
    await page.getByRole('button', { name: 'Remove cluster east' }).click();
    await page.getByText('No cluster yet').waitFor();
  });

  it('broke nothing on the way', async () => {
    await expect(console.witness.faults()).resolves.toEqual([]);
  });
});
