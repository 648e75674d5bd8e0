import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { until } from '../lib/until.ts';
import { freePort } from '../start/port.ts';

/** Result of a query. */
interface Sample {
  readonly metric: Record<string, string>;
  readonly value: [number, string];
}

type Answer<Data> =
  { readonly status: 'success'; readonly data: Data } | { readonly status: 'error'; readonly error: string };

interface Target {
  readonly health: string;
  readonly lastError: string;
  readonly labels: Record<string, string>;
}

export interface PrometheusOptions {
  /** Used by this run only. */
  readonly folder: string;
  /** As in prometheus.yml. */
  readonly config: object;
}

/** A real Prometheus on a free port of the loopback address. */
export class Prometheus {
  readonly #child: ChildProcess;
  readonly #url: string;

  constructor(child: ChildProcess, url: string) {
    this.#child = child;
    this.#url = url;
  }

  /** @param command path of prometheus */
  static async start(command: string, { folder, config }: PrometheusOptions): Promise<Prometheus> {
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
    child.stderr.setEncoding('utf8').on('data', (part: string) => (log += part));
    const prometheus = new Prometheus(child, `http://127.0.0.1:${port}`);
    const isReady = () => {
      if (child.exitCode !== null) throw new Error(`Prometheus exited:\n${log}`);
      return prometheus.#isReady();
    };
    try {
      await until('Prometheus', isReady, { seconds: 30, remedy: 'See its log.' });
    } catch (error) {
      await prometheus.stop();
      throw new Error(`Prometheus did not start:\n${log}`, { cause: error });
    }
    return prometheus;
  }

  async query(expression: string): Promise<Sample[]> {
    const { result } = await this.#ask<{ result: Sample[] }>('query', { query: expression });
    return result;
  }

  /** Every series that a selector has ever matched, as its labels. */
  series(selector: string): Promise<Record<string, string>[]> {
    return this.#ask('series', { 'match[]': selector, start: '0' });
  }

  async targets(): Promise<Target[]> {
    const { activeTargets } = await this.#ask<{ activeTargets: Target[] }>('targets', {});
    return activeTargets;
  }

  async stop(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const ended = once(this.#child, 'exit');
    this.#child.kill('SIGTERM');
    await ended;
  }

  async #ask<Data>(path: string, parameters: Record<string, string>): Promise<Data> {
    const response = await fetch(`${this.#url}/api/v1/${path}?${new URLSearchParams(parameters).toString()}`);
    const answer = (await response.json()) as Answer<Data>;
    if (answer.status !== 'success') throw new Error(`${JSON.stringify(parameters)}: ${answer.error}`);
    return answer.data;
  }

  async #isReady(): Promise<boolean> {
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
