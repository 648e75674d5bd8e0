import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium, type Browser, type Locator, type Page } from 'playwright-core';
import { faultsOf } from './accessibility';
import { brokenSource, goSample, type UploadFile } from './archives';
import { press, tabTo, type } from './keyboard';
import { startProduct, type Product } from './product';
import { Witness } from './witness';

const NODES_READY_MS = 90_000;
/** Long enough for whatever takes no Fabric node. */
const PAGE_MS = 10_000;
const LANGUAGES = ['en', 'zh'] as const;

describe('the console', () => {
  let product: Product;
  let browser: Browser;
  let page: Page;
  let witness: Witness;
  /** Addresses that were visited on the way, for the accessibility checks. */
  const visited = new Set(['/chains', '/chains/new', '/operations', '/nowhere']);

  beforeAll(async () => {
    product = await startProduct();
    browser = await chromium.launch({
      executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
      args: ['--no-sandbox'],
    });
    page = await browser.newPage({ locale: 'en-GB', viewport: { width: 1360, height: 860 } });
    page.setDefaultTimeout(PAGE_MS);
    witness = new Witness(page);
  });

  afterAll(async () => {
    await browser.close();
    await product.stop();
  });

  const button = (name: string | RegExp): Locator => page.getByRole('button', { name, exact: true });
  /** The chain's page around the node has buttons of the same names. */
  const ofNode = (name: string): Locator => page.locator('app-node-page').getByRole('button', { name, exact: true });
  const tab = (name: string): Locator => page.getByRole('tab', { name });
  const remember = (): void => {
    visited.add(new URL(page.url()).pathname);
  };
  const operation = (state: string): Promise<void> =>
    page.locator('app-operation-run app-status').getByText(state, { exact: true }).waitFor({ timeout: NODES_READY_MS });
  const status = (kind: string, state: string): Promise<void> =>
    page.locator(kind).getByText(state, { exact: true }).first().waitFor({ timeout: NODES_READY_MS });
  const upload = (file: UploadFile): Promise<void> =>
    page.locator('app-source-upload input[type=file]').setInputFiles(file);

  async function openChannel(): Promise<void> {
    await tab('Channels').click();
    await page.getByRole('link', { name: 'orders', exact: true }).click();
  }

  async function deploy(file: UploadFile, name: string): Promise<void> {
    await openChannel();
    await page.getByRole('link', { name: 'Deploy chaincode' }).click();
    await upload(file);
    await page.getByText(file.name).waitFor();
    await page.getByLabel('Name', { exact: true }).fill(name);
    await page.getByLabel('Version').fill('1.0');
    remember();
    await button('Deploy chaincode').click();
    await page.getByRole('list', { name: 'Steps' }).waitFor();
  }

  describe('at the door', () => {
    it('asks who is there, and says when the password is wrong', async () => {
      await page.goto(`${product.url}/operations`);
      await page.getByLabel('User name').fill(product.username);
      await page.getByLabel('Password').fill('not the password');
      await button('Sign in').click();
      await page.getByText('User name or password is wrong').waitFor();
      await expect(faultsOf(page, page.url())).resolves.toEqual([]);
    });

    it('leads back to where the reader wanted to go', async () => {
      await page.getByLabel('User name').fill(product.username);
      await page.getByLabel('Password').fill(product.password);
      await button('Sign in').click();
      await page.waitForURL('**/operations');
    });

    it('keeps the session through a reload', async () => {
      await page.reload();
      await page.getByRole('heading', { name: 'Operations' }).waitFor();
    });
  });

  describe('with chains', () => {
    it('refuses a name that DNS would refuse, and warns of an even number of orderers', async () => {
      await page.getByRole('link', { name: 'Chains', exact: true }).click();
      await page.getByRole('link', { name: 'Create chain' }).first().click();
      await page.getByLabel('Name', { exact: true }).fill('No Spaces!');
      await page.getByLabel('Orderers').fill('2');
      await page.getByText('Use an odd number').waitFor();
      await button('Review').click();
      await page.getByText('only lower-case letters, digits and inner hyphens').waitFor();
    });

    it('creates a chain by keyboard alone and shows its steps live until it runs', async () => {
      await page.goto(`${product.url}/chains`);
      await press(page, page.getByRole('link', { name: 'Create chain' }).first());
      await type(page, page.getByLabel('Name', { exact: true }), 'supply');
      await press(page, button('Remove organization org2'));
      await type(page, page.getByLabel('Orderers'), '1');
      await press(page, button('Review'));
      await page.getByText('The server accepts this chain').waitFor();
      await press(page, button('Create supply'));
      await page.getByRole('list', { name: 'Steps' }).waitFor();
      await operation('Succeeded');
      await status('app-status.ok', 'Running');
      remember();
    });

    it('says in a finished step what was done', async () => {
      await page
        .getByRole('button', { name: /Wait until ready/ })
        .getByText('answers on its own listeners')
        .waitFor();
    });

    it('links a line of a log, finds lines, and opens the search of a page with a slash', async () => {
      await page.getByRole('button', { name: /Start nodes/ }).click();
      await page.getByRole('link', { name: 'Line 1', exact: true }).click();
      await page.waitForURL(/#nodes:L1$/);
      await page.getByLabel('Search in this log').fill('no such words');
      await page.getByText('No line contains this text').waitFor();
      await page.reload();
      await page.locator('.line.linked').waitFor();
      await tab('Nodes').click();
      await page.getByLabel('Search nodes').waitFor();
      await page.keyboard.press('/');
      await page.waitForFunction(() => document.activeElement?.getAttribute('aria-label') === 'Search nodes');
      remember();
    });

    it('follows the log of a node, and restarts it', async () => {
      await page.locator('tbody a').first().click();
      await page.waitForFunction(() => (document.querySelector('app-node-log pre')?.textContent ?? '').length > 200);
      remember();
      await ofNode('Restart').click();
      await page.getByRole('dialog').getByRole('button', { name: 'Restart' }).click();
      await operation('Succeeded');
      await page.locator('app-node-log').waitFor();
    });

    it('stops the chain and starts it again', async () => {
      await page
        .getByRole('link', { name: /^supply/ })
        .first()
        .click();
      await page.locator('app-node-page').waitFor({ state: 'detached' });
      await button('Stop').click();
      await page.getByRole('dialog').getByRole('button', { name: 'Stop' }).click();
      await status('app-status.idle', 'Stopped');
      await button('Start').click();
      await status('app-chain-page header app-status', 'Running');
    });

    it('hands over the artifacts as an archive', async () => {
      await tab('Artifacts').click();
      await page.getByText(/\d+ files, /).waitFor();
      remember();
      const download = page.waitForEvent('download');
      await button('Download all').click();
      expect((await download).suggestedFilename()).toMatch(/^supply.*\.(tar\.gz|tgz|zip)$/);
    });
  });

  describe('with channels and chaincode', () => {
    it('creates a channel and shows its first block', async () => {
      await tab('Channels').click();
      remember();
      await page.getByRole('link', { name: 'Create channel' }).click();
      remember();
      await page.getByLabel('Channel name').fill('orders');
      await button('Create channel').click();
      await status('app-status.ok', 'Active');
      remember();
      await page.getByRole('link', { name: '0', exact: true }).click();
      await page.getByText('Block 0').waitFor();
    });

    it('cancels a deployment in the middle of its build', async () => {
      await deploy(await brokenSource(join(product.gates, 'gate')), 'broken');
      await page.getByText('waiting at the gate').last().waitFor();
      await page.getByRole('link', { name: 'Deploy chaincode' }).last().click();
      await page.waitForURL('**/operations/*');
      await button('Cancel').click();
      await operation('Cancelled');
      await page.getByText('Cancelled by admin').waitFor();
    });

    it('retries it, and says what does not compile, where and what to do', async () => {
      await writeFile(join(product.gates, 'gate'), '');
      await button('Retry').click();
      await operation('Failed');
      const panel = page.locator('app-failure-panel');
      await panel.getByText('build_failed').waitFor();
      await panel.getByText("Type 'string' is not assignable to type 'number'").first().waitFor();
      await panel.getByText('Correct index.ts:1').waitFor();
      remember();
      await expect(faultsOf(page, page.url())).resolves.toEqual([]);
    });

    it('rolls it back', async () => {
      await button('Roll back').click();
      await page.getByRole('dialog').getByRole('button', { name: 'Roll back' }).click();
      await operation('Rolled back');
      await page
        .getByRole('link', { name: /^supply/ })
        .first()
        .click();
    });

    it('deploys a chaincode from its source and shows the steps live', async () => {
      await deploy(await goSample(), 'assets');
      await operation('Succeeded');
      await page.getByText(/^cc-assets-org1-\w+ registers as its peers expect$/).waitFor();
      remember();
    });

    it('offers the functions that the chaincode describes, with their arguments', async () => {
      await page.getByRole('combobox', { name: 'Function' }).fill('create');
      await page.getByRole('option', { name: 'CreateAsset' }).click();
      await page.getByLabel(/param3 · /).fill('5');
      await page.getByLabel(/param0 · string/).fill('a1');
      await page.getByLabel(/param1 · string/).fill('Ada');
      await page.getByLabel(/param2 · string/).fill('blue');
    });

    it('submits with private input and shows id, validation and block', async () => {
      await page.getByText('Private input and organizations').click();
      await button('Add private input').click();
      await page.getByLabel('Value 1').fill('not for the ledger');
      await page.getByText('Each value needs a key').waitFor();
      await page.getByLabel('Key 1').fill('secret');
      await button('Submit').click();
      await page.getByText('VALID', { exact: true }).waitFor();
      await page.locator('[data-field=result]').getByText('"Ada"').waitFor();
      await page.locator('app-chaincode-events').getByText('AssetCreated').waitFor();
    });

    it('evaluates, also from a JSON array', async () => {
      await page.getByRole('combobox', { name: 'Function' }).fill('ReadAsset');
      await page.getByLabel('As JSON array').check();
      await page.getByLabel('Arguments', { exact: true }).fill('["a1"]');
      await button('Evaluate').click();
      await page.getByRole('button', { name: 'ReadAsset("a1")' }).waitFor();
      await page.locator('[data-field=result]').getByText('"blue"').waitFor();
      await page.getByRole('button', { name: /^CreateAsset\("a1"/ }).click();
      await button('Submit').click();
      await page.getByText('already exists').first().waitFor();
    });

    it('shows the transaction and the block that holds it', async () => {
      await page.getByRole('combobox', { name: 'Function' }).fill('TransferAsset');
      await page.getByLabel(/param1 · string/).fill('Grace');
      await button('Submit').click();
      await page.locator('app-try-panel').getByRole('link', { name: 'Transaction' }).click();
      await page.locator('app-validation').first().waitFor();
      await page.getByText('assets.TransferAsset').first().waitFor();
      remember();
      expect(await page.locator('main').textContent()).not.toContain('not for the ledger');
      await page.locator('dl a').first().click();
      await page.getByText('assets.TransferAsset').waitFor();
      remember();
    });

    it('issues an identity with attributes and hands it over as a PKCS #12 file', async () => {
      await tab('Identities').click();
      await page.getByText('CORE_PEER_LOCALMSPID').first().waitFor();
      remember();
      await button('Issue identity').click();
      const dialog = page.getByRole('dialog');
      await dialog.getByLabel('Name', { exact: true }).fill('alice');
      await dialog.getByLabel('Attributes').fill('abac.creator=true');
      await dialog.getByRole('button', { name: 'Issue identity' }).click();
      await page.getByText('abac.creator=true').waitFor();
      await button('Download alice of org1').click();
      await page.getByRole('menuitem', { name: 'PKCS #12 file' }).click();
      await dialog.getByLabel('Password').fill('short');
      await dialog.getByRole('button', { name: 'Download' }).click();
      await dialog.locator('mat-error').getByText('At least 8 characters').waitFor();
      await dialog.getByLabel('Password').fill('long enough');
      const download = page.waitForEvent('download');
      await dialog.getByRole('button', { name: 'Download' }).click();
      expect((await download).suggestedFilename()).toBe('alice.p12');
    });

    it('shows how an application connects, and hands over all of it', async () => {
      await openChannel();
      await page.getByRole('link', { name: 'Connect an application' }).click();
      await page.getByText('PEER_ENDPOINT').first().waitFor();
      remember();
      const download = page.waitForEvent('download');
      await button('Download archive').click();
      expect((await download).suggestedFilename()).toMatch(/^supply-orders-.*\.zip$/);
    });

    it('upgrades to another version', async () => {
      await openChannel();
      await page.getByRole('link', { name: 'assets', exact: true }).click();
      await page.getByRole('link', { name: 'Upgrade' }).click();
      await upload(await goSample());
      await page.getByText('asset-transfer.tar.gz').waitFor();
      await page.getByLabel('Version').fill('2.0');
      remember();
      await button('Upgrade').click();
      await operation('Succeeded');
      await page.getByText('version 2.0, sequence 2').waitFor();
      await tab('Operations').click();
      remember();
    });
  });

  describe('with another peer', () => {
    const dialog = (): Locator => page.getByRole('dialog');
    const row = (name: string): Locator =>
      page.locator('tbody tr', { has: page.getByRole('link', { name, exact: true }) });
    const openNode = async (name: string): Promise<void> => {
      await tab('Nodes').click();
      await row(name).getByRole('link', { name, exact: true }).click();
    };
    const changed = async (kind: string): Promise<void> => {
      await page.locator('app-operation-run').getByRole('link', { name: kind, exact: true }).waitFor();
      await operation('Succeeded');
      await tab('Nodes').click();
    };

    it('says what will happen, adds the peer, and shows that it runs and has joined the channel', async () => {
      await tab('Nodes').click();
      await button('Add node').click();
      await dialog().getByText('Start peer2-org1', { exact: true }).waitFor();
      await dialog().getByText('Install chaincode assets on peer2-org1').waitFor();
      await dialog().getByText('No other node restarts.').waitFor();
      expect(await dialog().getByRole('checkbox', { name: 'orders' }).isChecked()).toBe(true);
      await dialog().getByRole('button', { name: 'Add node' }).click();
      await changed('Add peer');
      await row('peer2-org1').getByText('Running', { exact: true }).waitFor({ timeout: NODES_READY_MS });
      await openChannel();
      await page
        .locator('app-channel-members')
        .getByText(/peer2-org1\s+height \d+/)
        .waitFor({ timeout: NODES_READY_MS });
    });

    it('stops the peer, and starts it again', async () => {
      for (const [action, kind, state] of [
        ['Stop', 'Stop node', 'Stopped'],
        ['Start', 'Start node', 'Running'],
      ] as const) {
        await openNode('peer2-org1');
        await ofNode(action).click();
        await dialog().getByText(`${action} peer2-org1`, { exact: true }).waitFor();
        await dialog().getByRole('button', { name: action, exact: true }).click();
        await changed(kind);
        await row('peer2-org1').getByText(state, { exact: true }).waitFor({ timeout: NODES_READY_MS });
      }
    });

    it('recreates it from the other peers', async () => {
      await openNode('peer2-org1');
      await ofNode('More').click();
      await page.getByRole('menuitem', { name: 'Recreate' }).click();
      await dialog().getByText('Delete the ledger of peer2-org1', { exact: true }).waitFor();
      await dialog().getByRole('button', { name: 'Recreate peer2-org1' }).click();
      await changed('Recreate peer');
      await row('peer2-org1').getByText('Running', { exact: true }).waitFor({ timeout: NODES_READY_MS });
    });

    it('removes it with its ledger', async () => {
      await openNode('peer2-org1');
      await ofNode('More').click();
      await page.getByRole('menuitem', { name: 'Remove' }).click();
      await dialog().getByText('The ledger of this node is deleted for good').waitFor();
      await dialog().getByText('No other node restarts.').waitFor();
      await dialog().getByRole('button', { name: 'Remove peer2-org1' }).click();
      await changed('Remove peer');
      await row('peer0-org1').waitFor();
      await row('peer2-org1').waitFor({ state: 'detached' });
    });
  });

  describe('for every reader', () => {
    it.each(LANGUAGES)(
      'has no serious fault of accessibility on any page in %s, nor scrolls sideways',
      async (language) => {
        await page.evaluate((id) => {
          localStorage.setItem('heddle.language', id);
        }, language);
        const found: string[] = [];
        for (const path of visited) {
          found.push(...(await faultsOf(page, `${product.url}${path}`)).map((fault) => `${path} ${fault}`));
        }
        expect(found).toEqual([]);
      },
    );

    it('speaks another language and wears another theme at once, and still after a reload', async () => {
      await button('语言').click();
      await page.getByText('English').click();
      await page.getByRole('link', { name: 'Operations' }).first().waitFor();
      await button('Theme').click();
      await page.getByRole('menuitemradio', { name: 'Dark' }).click();
      await button('Language').click();
      await page.getByText('中文').click();
      await page.reload();
      await page.getByRole('link', { name: '操作记录' }).first().waitFor();
      const html = page.locator('html');
      expect([await html.getAttribute('lang'), await html.getAttribute('data-theme')]).toEqual(['zh-CN', 'dark']);
      await button('语言').click();
      await page.getByText('English').click();
    });
  });

  it('releases the chain only once its name was typed', async () => {
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Chains', exact: true }).click();
    // The page before may link to the chain as well, many times.
    await page.waitForURL('**/chains');
    await page.getByRole('main').getByRole('link', { name: 'supply', exact: true }).click();
    await button('Release').click();
    const dialog = page.getByRole('dialog');
    const release = dialog.getByRole('button', { name: 'Release chain supply' });
    expect(await release.isEnabled()).toBe(false);
    await dialog.getByLabel('Type supply to confirm').fill('supply');
    await tabTo(page, release);
    await release.click();
    await page.getByText('Released', { exact: true }).waitFor({ timeout: NODES_READY_MS });
  });

  it('broke nothing on the way', async () => {
    await expect(witness.faults()).resolves.toEqual([]);
  });
});
