import { chromium, type Locator, type Page } from 'playwright-core';
import { startProduct, type Product } from './product';
import { Witness } from './witness';

/** Long enough for whatever takes no Fabric node. */
const PAGE_MS = 10_000;

/** The console of a product of its own, in a browser of its own, with the administrator signed in. */
export interface OpenConsole {
  product: Product;
  page: Page;
  witness: Witness;
  button: (name: string | RegExp) => Locator;
  close: () => Promise<void>;
}

export async function openConsole(path: string): Promise<OpenConsole> {
  const product = await startProduct();
  const browser = await chromium.launch({
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    args: ['--no-sandbox'],
  });
  const page = await browser.newPage({ locale: 'en-GB', viewport: { width: 1360, height: 860 } });
  page.setDefaultTimeout(PAGE_MS);
  const witness = new Witness(page);
  await page.goto(`${product.url}${path}`);
  await page.getByLabel('User name').fill(product.username);
  await page.getByLabel('Password').fill(product.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL(`**${path}`);
  return {
    product,
    page,
    witness,
    button: (name) => page.getByRole('button', { name, exact: true }),
    close: async () => {
      await browser.close();
      await product.stop();
    },
  };
}
