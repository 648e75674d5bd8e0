import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fromRoot } from '../../lib/root.mjs';
import { ToolError } from '../../lib/say.mjs';
import type { Load, LoadReply, LoadRequest, Measured } from '../clients/load-client.ts';

/** A load client in a separate process. */
export class LoadProcess {
  readonly #child: ChildProcess;
  readonly #signal: AbortSignal;

  /** @param signal ends the process and every wait */
  constructor(signal: AbortSignal) {
    this.#signal = signal;
    this.#child = fork(fromRoot('tools', 'bench', 'clients', 'load-client.ts'), { execArgv: [] });
  }

  async open(kind: 'gateway' | 'gateway-query' | 'rest', options: object): Promise<void> {
    await this.#ask({ open: { module: `./${kind}.ts`, options } });
  }

  /** Applies a load to its end. No call may fail. */
  async apply(load: Load): Promise<Measured> {
    const measured = await this.#measure(load);
    const [lost] = measured.lost;
    if (lost !== undefined) throw failed(lost);
    return measured;
  }

  /** Applies a load until the work ends, and counts the calls that fail. */
  async during(work: Promise<unknown>, load: Load): Promise<Measured> {
    const stop = () => this.#child.send({ stop: true });
    const [measured] = await Promise.all([this.#measure(load), work.finally(stop)]);
    return measured;
  }

  async stop(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const ended = once(this.#child, 'exit');
    this.#child.kill('SIGKILL');
    await ended;
  }

  async #measure(load: Load): Promise<Measured> {
    const reply = await this.#ask({ load });
    if ('measured' in reply) return reply.measured;
    throw new ToolError('A load client did not measure.', 'See its output above.');
  }

  /** Sends a request and waits for its reply. */
  async #ask(request: LoadRequest): Promise<LoadReply> {
    this.#child.send(request);
    const ended = new AbortController();
    const gone = () => {
      ended.abort(new ToolError('A load client ended.', 'See its output above.'));
    };
    this.#child.once('exit', gone);
    try {
      const signal = AbortSignal.any([this.#signal, ended.signal]);
      const [reply] = (await once(this.#child, 'message', { signal })) as [LoadReply];
      if ('failed' in reply) throw failed(reply.failed);
      return reply;
    } finally {
      this.#child.off('exit', gone);
    }
  }
}

function failed(reason: string): ToolError {
  return new ToolError(`A call failed: ${reason}`, 'Check the logs.');
}
