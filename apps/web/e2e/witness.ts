import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page, Response } from 'playwright-core';

const evidence = join(__dirname, '..', '..', '..', 'dist', 'test-results', 'console');

/** Refusals that the tests bring about: a browser without a session begins with one, a chaincode may refuse a call. */
const EXPECTED_STATUS: readonly number[] = [401, 422];

/** Sees what goes wrong on a page, and keeps what the page shows when a test fails. */
export class Witness {
  readonly #page: Page;
  readonly #faults: string[] = [];
  readonly #reading = new Set<Promise<void>>();

  constructor(page: Page) {
    this.#page = page;
    page.on('pageerror', (error) => this.#faults.push(error.message));
    page.on('console', (message) => {
      // A refused request is reported with its answer below.
      if (message.type() === 'error' && !/status of \d{3}/.test(message.text())) this.#faults.push(message.text());
    });
    page.on('response', (response) => {
      if (response.status() < 400 || EXPECTED_STATUS.includes(response.status())) return;
      const reading = this.#read(response).finally(() => this.#reading.delete(reading));
      this.#reading.add(reading);
    });
    Object.assign(globalThis, { onTestFailure: (test: string) => this.#keep(test) });
  }

  /** Errors of scripts and refusals that no test asked for, one line each. */
  async faults(): Promise<readonly string[]> {
    await Promise.all(this.#reading);
    return this.#faults;
  }

  async #read(response: Response): Promise<void> {
    const line = `${String(response.status())} ${response.request().method()} ${response.url()}`;
    const body = await response.text().catch((error: unknown) => `(the answer could not be read: ${String(error)})`);
    this.#faults.push(`${line} ${body}`);
  }

  async #keep(test: string): Promise<void> {
    await mkdir(evidence, { recursive: true });
    const name = join(evidence, test.replaceAll(/\W+/g, '-'));
    const shown = await this.#page.locator('body').innerText();
    await writeFile(`${name}.txt`, [this.#page.url(), ...(await this.faults()), '', shown].join('\n'));
    // A page that cannot be drawn in time must not hide the failure itself.
    await this.#page.screenshot({ path: `${name}.png`, fullPage: true }).catch(() => undefined);
  }
}
