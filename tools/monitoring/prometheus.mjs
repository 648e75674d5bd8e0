import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { freePort } from '../start/port.mjs';

const START_MS = 30_000;

/**
 * @typedef {{ metric: Record<string, string>, value: [number, string] }} Sample result of a query
 * @typedef {{ health: string, lastError: string, labels: Record<string, string> }} Target
 */

/** A real Prometheus on a free port of the loopback address. */
export class Prometheus {
  #child;
  #url;

  /**
   * @param {import('node:child_process').ChildProcess} child
   * @param {string} url
   */
  constructor(child, url) {
    this.#child = child;
    this.#url = url;
  }

  /**
   * @param {string} command path of prometheus
   * @param {{ folder: string, config: object }} options config: as in prometheus.yml; folder: used by this run only
   */
  static async start(command, { folder, config }) {
    const port = await freePort();
    mkdirSync(folder, { recursive: true });
    const file = join(folder, 'prometheus.yml');
    // YAML accepts JSON.
    writeFileSync(file, JSON.stringify(config));
    const args = [
      `--config.file=${file}`,
      `--storage.tsdb.path=${join(folder, 'tsdb')}`,
      `--web.listen-address=127.0.0.1:${port}`,
      '--log.level=error',
    ];
    const child = spawn(command, args, { stdio: ['ignore', 'ignore', 'pipe'] });
    let log = '';
    child.stderr.setEncoding('utf8').on('data', (text) => (log += text));
    const prometheus = new Prometheus(child, `http://127.0.0.1:${port}`);
    const end = Date.now() + START_MS;
    while (!(await prometheus.#isReady())) {
      if (child.exitCode !== null) throw new Error(`Prometheus exited:\n${log}`);
      if (Date.now() > end) {
        await prometheus.stop();
        throw new Error(`Prometheus was not ready after ${START_MS} ms:\n${log}`);
      }
      await delay(50);
    }
    return prometheus;
  }

  /**
   * @param {string} expression
   * @returns {Promise<Sample[]>}
   */
  async query(expression) {
    const { result } = await this.#ask('query', { query: expression });
    return result;
  }

  /**
   * Every series that a selector has ever matched, as its labels.
   * @param {string} selector
   * @returns {Promise<Record<string, string>[]>}
   */
  series(selector) {
    return this.#ask('series', { 'match[]': selector, start: '0' });
  }

  /** @returns {Promise<Target[]>} */
  async targets() {
    const { activeTargets } = await this.#ask('targets', {});
    return activeTargets;
  }

  async stop() {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const ended = once(this.#child, 'exit');
    this.#child.kill('SIGTERM');
    await ended;
  }

  /**
   * @param {string} path
   * @param {Record<string, string>} parameters
   * @returns {Promise<any>}
   */
  async #ask(path, parameters) {
    const response = await fetch(`${this.#url}/api/v1/${path}?${new URLSearchParams(parameters).toString()}`);
    const answer = /** @type {{ status: string, error?: string, data: any }} */ (await response.json());
    if (answer.status !== 'success') throw new Error(`${JSON.stringify(parameters)}: ${answer.error}`);
    return answer.data;
  }

  async #isReady() {
    const answer = fetch(`${this.#url}/-/ready`);
    return answer.then(
      async (response) => {
        await response.arrayBuffer();
        return response.ok;
      },
      () => false,
    );
  }
}
