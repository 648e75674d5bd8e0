import type { Page } from 'playwright-core';
import { faultsOf } from './accessibility';
import { press, type } from './keyboard';
import { absentKubeconfig, refusedKubeconfig } from './kubeconfigs';
import { openConsole, type OpenConsole } from './open-console';

describe('the console without a cluster', () => {
  let console: OpenConsole;
  let page: Page;

  beforeAll(async () => {
    console = await openConsole('/clusters');
    page = console.page;
  });

  afterAll(async () => {
    await console.close();
  });

  it('says that none is registered and leads to where one is', async () => {
    await page.getByText('No cluster yet').waitFor();
    await press(page, page.getByRole('main').getByRole('link', { name: 'Register cluster' }).last());
    await page.waitForURL('**/clusters/new');
  });

  it('says why each context of a kubeconfig cannot be used', async () => {
    await page.locator('input[type=file]').setInputFiles(refusedKubeconfig());
    await page.getByText(/Cannot be used: .*\(exec\)/).waitFor();
    await page.getByText(/Cannot be used: .*tokenFile/).waitFor();
    expect(await page.getByRole('radio', { disabled: true }).count()).toBe(2);
    await page.getByText('None of these contexts can be used').waitFor();
  });

  it('sends nothing while something is missing, and says what', async () => {
    await console.button('Register cluster').click();
    await page.getByText('Choose a kubeconfig and one of its contexts').waitFor();
    await page.getByText('A host name or an IP address').waitFor();
    await page.getByText('An absolute path, such as /exports/heddle').waitFor();
  });

  it('says what to do about a cluster that does not answer', async () => {
    await type(page, page.getByLabel('Name', { exact: true }), 'absent');
    await page.locator('input[type=file]').setInputFiles(absentKubeconfig());
    await page.getByRole('radio', { name: /absent/, checked: true }).waitFor();
    await type(page, page.getByLabel('NFS server'), 'nfs.example');
    await type(page, page.getByLabel('Exported path'), '/exports');
    await press(page, console.button('Register cluster'));
    const panel = page.locator('app-error-panel');
    await panel.getByText('cluster_unreachable').waitFor({ timeout: 60_000 });
  });

  it('explains an empty choice of clusters where a chain is described', async () => {
    await page.goto(`${console.product.url}/chains/new`);
    await console.button('Kubernetes cluster').click();
    await page.getByText('No cluster is registered yet').waitFor();
    await page.getByRole('link', { name: 'Register a cluster' }).click();
    await page.waitForURL('**/clusters/new');
  });

  it.each(['en', 'zh'])('has no serious fault of accessibility in %s, nor scrolls sideways', async (language) => {
    await page.evaluate((id) => {
      localStorage.setItem('heddle.language', id);
    }, language);
    for (const path of ['/clusters', '/clusters/new']) {
      await expect(faultsOf(page, `${console.product.url}${path}`)).resolves.toEqual([]);
    }
  });

  it('broke nothing on the way', async () => {
    await expect(console.witness.faults()).resolves.toEqual([]);
  });
});
