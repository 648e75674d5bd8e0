import { SignedInClient } from '@heddle/client';
import { api } from '@heddle/contracts';
import type { Page } from 'playwright-core';
import { openConsole, type OpenConsole } from './open-console';

/** A channel is created, and the nodes are measured again. */
const MEASURED_MS = 30_000;

describe('the table of nodes', () => {
  let console: OpenConsole;
  let client: SignedInClient;
  let page: Page;

  beforeAll(async () => {
    console = await openConsole('/chains');
    page = console.page;
    const { url, username, password } = console.product;
    client = await SignedInClient.open({ url, login: { username, password } });
  });
  afterAll(async () => {
    client.close();
    await console.close();
  });

  it('shows heights, CPU and memory as they are measured, without a new request', async () => {
    const body = { name: 'measured', ordering: { orderers: 1 }, organizations: [{ name: 'org1', peers: 1 }] };
    const { id: chainId } = await client.succeeded(await client.ask(api.chains.create, { body }));
    await page.goto(`${console.product.url}/chains/${chainId}/nodes`);
    const peer = page.getByRole('row', { name: /peer0-org1/ });
    await peer.getByText('Running', { exact: true }).waitFor();
    const cell = (column: number, text: RegExp) => peer.getByRole('cell').nth(column).filter({ hasText: text });
    const requested: string[] = [];
    page.on('request', (request) => requested.push(new URL(request.url()).pathname));

    await cell(5, /^–$/).waitFor();
    await client.succeeded(await client.ask(api.channels.create, { params: { chainId }, body: { name: 'orders' } }));
    await cell(5, /^\d+$/).waitFor({ timeout: MEASURED_MS });
    await cell(6, /^\d+(\.\d+)?%$/).waitFor();
    await cell(7, /^\d+(\.\d+)? MB$/).waitFor();
    expect(requested.filter((path) => path.includes('/nodes'))).toEqual([]);
  });
});
