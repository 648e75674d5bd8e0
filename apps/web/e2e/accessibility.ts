import { readFileSync } from 'node:fs';
import type { AxeResults, RunOptions } from 'axe-core';
import type { Page } from 'playwright-core';

const axeSource = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const RULES = {
  resultTypes: ['violations'],
  runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
} satisfies RunOptions;
/** A theme changes colours and nothing else. */
const COLOURS = {
  resultTypes: ['violations'],
  runOnly: { type: 'rule', values: ['color-contrast'] },
} satisfies RunOptions;
const DESKTOP = { width: 1360, height: 860 };
const NARROW = { width: 320, height: 640 };

/** What axe finds serious or critical on the page as it is, one line for each. */
async function violations(page: Page, options: RunOptions): Promise<string[]> {
  const { violations: found } = await page.evaluate(async (given) => {
    const { axe } = globalThis as unknown as { axe: { run: (options: unknown) => Promise<AxeResults> } };
    return axe.run(given);
  }, options);
  return found
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map(({ target, any }) => `${id}: ${target.join(' ')} ${any[0]?.message ?? ''}`));
}

/** What is wider than a screen of 320 pixels, so that one has to scroll sideways to read; tables may, in themselves. */
async function overflowing(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const frame = document.querySelector('main') ?? document.documentElement;
    if (frame.scrollWidth <= frame.clientWidth && document.documentElement.scrollWidth <= innerWidth) return [];
    const wide = [...frame.querySelectorAll('*')].filter(
      (element) => element.getBoundingClientRect().right > innerWidth && element.closest('.app-table-scroll') === null,
    );
    return wide.slice(0, 3).map((element) => `wider than 320 pixels: ${element.outerHTML.slice(0, 120)}`);
  });
}

async function settled(page: Page): Promise<void> {
  await page.locator('h1, h2, h3').first().waitFor();
  await page.waitForFunction(
    () => document.querySelector('app-skeleton, mat-progress-bar[mode=indeterminate]') === null,
  );
  // Colours are on their way while they fade: of a theme, and of a button that is just offered again.
  await page.evaluate(() => {
    const ending = document.getAnimations().filter(({ effect }) => effect?.getComputedTiming().endTime !== Infinity);
    for (const animation of ending) animation.finish();
  });
}

/** Opens the page in light and dark, and narrow as a phone; returns what is wrong with it. */
export async function faultsOf(page: Page, address: string): Promise<string[]> {
  const faults: string[] = [];
  for (const [colorScheme, options] of [
    ['light', RULES],
    ['dark', COLOURS],
  ] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.goto(address);
    await settled(page);
    await page.evaluate(axeSource);
    faults.push(...(await violations(page, options)).map((fault) => `${colorScheme} ${fault}`));
  }
  await page.setViewportSize(NARROW);
  faults.push(...(await overflowing(page)));
  await page.setViewportSize(DESKTOP);
  return faults;
}
