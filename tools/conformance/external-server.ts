import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../lib/run.mjs';
import { ToolError } from '../lib/say.mjs';
import { until } from '../lib/until.ts';
import { freePort, isListening } from '../start/port.ts';

/**
 * A chaincode server that its owner runs. It is built here, started with the settings of Fabric's
 * chaincode-as-a-service documentation, and peers connect to its address.
 */
export class ExternalServer {
  readonly #work = mkdtempSync(join(tmpdir(), 'heddle-external-'));
  #process: ChildProcess | undefined;
  #port = 0;

  get address(): string {
    return `127.0.0.1:${this.#port}`;
  }

  /** @param folder of the Go project */
  async build(folder: string): Promise<void> {
    this.#port = await freePort();
    const args = ['build', '-buildvcs=false', '-o', join(this.#work, 'server'), '.'];
    const { code, stderr } = await run('go', args, { cwd: folder, output: 'capture' });
    if (code !== 0) throw new ToolError(`go build failed: ${stderr.trim()}`, 'Correct the program.');
  }

  /** Returns once the server listens. */
  async start(packageId: string): Promise<void> {
    const env = {
      PATH: process.env['PATH'],
      CHAINCODE_SERVER_ADDRESS: this.address,
      CHAINCODE_ID: packageId,
      CHAINCODE_TLS_DISABLED: 'true',
      CORE_CHAINCODE_ID_NAME: packageId,
    };
    this.#process = spawn(join(this.#work, 'server'), [], { env, stdio: 'ignore' });
    const listens = () => isListening({ host: '127.0.0.1', port: this.#port });
    await until(`The server at ${this.address}`, listens, { seconds: 20, remedy: 'Correct the program.' });
  }

  async stop(): Promise<void> {
    const running = this.#process;
    if (running !== undefined && running.exitCode === null && running.signalCode === null) {
      const ended = once(running, 'exit');
      running.kill('SIGTERM');
      await ended;
    }
    rmSync(this.#work, { recursive: true, force: true });
  }
}
