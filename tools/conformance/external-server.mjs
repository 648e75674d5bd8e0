import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { run } from '../lib/run.mjs';
import { ToolError } from '../lib/say.mjs';
import { freePort, isListening } from '../start/port.mjs';

const START_MS = 20_000;

/**
 * A chaincode server that its owner runs. It is built here, started with the settings of Fabric's
 * chaincode-as-a-service documentation, and peers connect to its address.
 */
export class ExternalServer {
  #work = mkdtempSync(join(tmpdir(), 'heddle-external-'));
  /** @type {import('node:child_process').ChildProcess | undefined} */
  #process;
  #port = 0;

  get address() {
    return `127.0.0.1:${this.#port}`;
  }

  /** @param {string} folder of the Go project */
  async build(folder) {
    this.#port = await freePort();
    const args = ['build', '-buildvcs=false', '-o', join(this.#work, 'server'), '.'];
    const { code, stderr } = await run('go', args, { cwd: folder, output: 'capture' });
    if (code !== 0) throw new ToolError(`go build failed: ${stderr.trim()}`, 'Correct the program.');
  }

  /**
   * Returns once the server listens.
   * @param {string} packageId
   */
  async start(packageId) {
    const env = {
      PATH: process.env['PATH'],
      CHAINCODE_SERVER_ADDRESS: this.address,
      CHAINCODE_ID: packageId,
      CHAINCODE_TLS_DISABLED: 'true',
      CORE_CHAINCODE_ID_NAME: packageId,
    };
    this.#process = spawn(join(this.#work, 'server'), [], { env, stdio: 'ignore' });
    for (const deadline = Date.now() + START_MS; Date.now() < deadline; await delay(50)) {
      if (await isListening({ host: '127.0.0.1', port: this.#port })) return;
    }
    throw new ToolError(`The server does not listen at ${this.address}.`, 'Correct the program.');
  }

  async stop() {
    const running = this.#process;
    if (running !== undefined && running.exitCode === null && running.signalCode === null) {
      const ended = once(running, 'exit');
      running.kill('SIGTERM');
      await ended;
    }
    rmSync(this.#work, { recursive: true, force: true });
  }
}
