import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fromRoot } from '../../lib/root.mjs';
import { ToolError } from '../../lib/say.mjs';

/** A load client in a separate process. */
export class LoadProcess {
  #child;
  #signal;

  /** @param {AbortSignal} signal ends the process and every wait */
  constructor(signal) {
    this.#signal = signal;
    this.#child = fork(fromRoot('tools', 'bench', 'clients', 'load-client.mjs'), { execArgv: [] });
  }

  /**
   * @param {'gateway' | 'rest'} kind
   * @param {object} options
   */
  async open(kind, options) {
    await this.#ask({ open: { module: `./${kind}.mjs`, options } });
  }

  /**
   * @param {import('../clients/load-client.mjs').Load} load
   * @returns {Promise<import('../clients/load-client.mjs').Measured>}
   */
  async apply(load) {
    return (await this.#ask({ load })).measured;
  }

  async stop() {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const ended = once(this.#child, 'exit');
    this.#child.kill('SIGKILL');
    await ended;
  }

  /** @param {object} message */
  async #ask(message) {
    this.#child.send(message);
    const ended = new AbortController();
    const gone = () => ended.abort(new ToolError('A load client ended.', 'See its output above.'));
    this.#child.once('exit', gone);
    try {
      const [answer] = await once(this.#child, 'message', { signal: AbortSignal.any([this.#signal, ended.signal]) });
      if (answer.failed !== undefined) throw new ToolError(`A call failed: ${answer.failed}`, 'Check the logs.');
      return answer;
    } finally {
      this.#child.off('exit', gone);
    }
  }
}
