import type { Locator, Page } from 'playwright-core';

/** What a ring of focus has to differ by from what is behind it (WCAG 1.4.11). */
export const LEAST_CONTRAST = 3;

export interface Ring {
  /** What has the focus, for the words of a failure. */
  element: string;
  style: string;
  width: number;
  contrast: number;
}

/** The ring of whatever has the focus, as the browser has computed it. */
export function ringOf(page: Page): Promise<Ring> {
  return page.evaluate(() => {
    const element = document.activeElement ?? document.body;
    const { outlineStyle, outlineWidth, outlineColor, outlineOffset } = getComputedStyle(element);
    const behind = Number.parseFloat(outlineOffset) < 0 ? element : element.parentElement;
    const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
    if (canvas === null) throw new Error('There is no canvas.');
    const channels = (colour: string): number[] => {
      canvas.clearRect(0, 0, 1, 1);
      canvas.fillStyle = colour;
      canvas.fillRect(0, 0, 1, 1);
      return [...canvas.getImageData(0, 0, 1, 1).data];
    };
    const backgroundOf = (from: Element | null): number[] => {
      for (let one = from; one !== null; one = one.parentElement) {
        const found = channels(getComputedStyle(one).backgroundColor);
        if (found[3] === 255) return found;
      }
      return [255, 255, 255];
    };
    const luminance = (colour: number[]): number => {
      const [red = 0, green = 0, blue = 0] = colour.map((value) => {
        const part = value / 255;
        return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
      });
      return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    };
    const [ring, back] = [luminance(channels(outlineColor)), luminance(backgroundOf(behind))];
    return {
      element: element.outerHTML.slice(0, 120),
      style: outlineStyle,
      width: Number.parseFloat(outlineWidth),
      contrast: (Math.max(ring, back) + 0.05) / (Math.min(ring, back) + 0.05),
    };
  });
}

/** The stops of Tab through a page whose ring cannot be seen; `kinds` is how many stops of these there were. */
export async function unseenStops(page: Page, kinds: Locator): Promise<{ unseen: Ring[]; met: number }> {
  const stops = await kinds.count();
  const unseen: Ring[] = [];
  let met = 0;
  await page.evaluate(() => {
    (document.activeElement as HTMLElement | null)?.blur();
  });
  for (let stop = 0; stop < stops + MOST_OTHER_STOPS; stop += 1) {
    await page.keyboard.press('Tab');
    const isOne = await kinds.evaluateAll((all) => all.includes(document.activeElement as HTMLElement | SVGElement));
    if (!isOne) continue;
    met += 1;
    const ring = await ringOf(page);
    if (!isSeen(ring)) unseen.push(ring);
  }
  return { unseen, met };
}

/** Links and fields between the buttons of a page. */
const MOST_OTHER_STOPS = 30;

export function isSeen({ style, width, contrast }: Ring): boolean {
  return style === 'solid' && width >= 2 && contrast >= LEAST_CONTRAST;
}
