import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** A running `configtxlator start`: hundreds of requests share one process. */
export class Configtxlator {
  readonly #process: ChildProcess;
  readonly #url: string;

  private constructor(process: ChildProcess, url: string) {
    this.#process = process;
    this.#url = url;
  }

  static async start(program: string): Promise<Configtxlator> {
    const child = spawn(program, ['start', '--hostname=127.0.0.1', '--port=0'], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    for await (const line of createInterface({ input: child.stderr })) {
      const address = /Serving HTTP requests on ([\d.]+:\d+)/.exec(line)?.[1];
      if (!address) continue;
      child.stderr.resume();
      return new Configtxlator(child, `http://${address}`);
    }
    throw new Error('configtxlator ended without listening.');
  }

  async stop(): Promise<void> {
    const exit = once(this.#process, 'exit');
    this.#process.kill('SIGKILL');
    await exit;
  }

  /** @param type message name, `common.Block`. */
  async decode(type: string, bytes: Uint8Array): Promise<unknown> {
    const response = await this.#post(`protolator/decode/${type}`, Buffer.from(bytes));
    return JSON.parse(response.toString()) as unknown;
  }

  async encode(type: string, json: unknown): Promise<Uint8Array> {
    return this.#post(`protolator/encode/${type}`, JSON.stringify(json));
  }

  /** @returns the bytes of a `common.ConfigUpdate`, or the server's error. */
  async computeUpdate(channel: string, original: Uint8Array, updated: Uint8Array): Promise<Uint8Array | string> {
    const form = new FormData();
    form.append('channel', channel);
    form.append('original', new Blob([Buffer.from(original)]));
    form.append('updated', new Blob([Buffer.from(updated)]));
    const response = await fetch(`${this.#url}/configtxlator/compute/update-from-configs`, {
      method: 'POST',
      body: form,
    });
    return response.ok ? Buffer.from(await response.arrayBuffer()) : response.text();
  }

  async #post(path: string, body: Buffer<ArrayBuffer> | string): Promise<Buffer> {
    const response = await fetch(`${this.#url}/${path}`, { method: 'POST', body });
    const bytes = Buffer.from(await response.arrayBuffer());
    if (!response.ok) throw new Error(`configtxlator ${path}: ${bytes.toString()}`);
    return bytes;
  }
}
