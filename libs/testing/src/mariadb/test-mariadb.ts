import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { createConnection } from 'mysql2/promise';
import { Child } from '../fabric/child';
import { freePorts } from '../fabric/free-ports';
import { orStop } from '../or-stop';
import { runCommand } from '../run-command';

/** The server that TEST_MYSQL_URL names, or a private mariadbd in a temporary folder. */
export class TestMariaDb {
  readonly #url: string;
  readonly #own: OwnServer | null;
  readonly #databases: string[] = [];

  private constructor(url: string, own: OwnServer | null) {
    this.#url = url;
    this.#own = own;
  }

  static async start(): Promise<TestMariaDb> {
    const given = process.env['TEST_MYSQL_URL'];
    if (given !== undefined && given !== '') return new TestMariaDb(given, null);
    const own = await OwnServer.create();
    return new TestMariaDb(own.url, own);
  }

  /** A new, empty database; returns its URL. */
  async createDatabase(): Promise<string> {
    const name = `heddle_test_${randomUUID().slice(0, 8)}`;
    await this.#execute(`CREATE DATABASE \`${name}\` CHARACTER SET utf8mb4`);
    this.#databases.push(name);
    const url = new URL(this.#url);
    url.pathname = `/${name}`;
    return url.href;
  }

  /** Kills the private server (SIGKILL). */
  async kill(): Promise<void> {
    await this.#owned().kill();
  }

  /** Restarts the private server on the same files. */
  async restart(): Promise<void> {
    await this.#owned().up();
  }

  async stop(): Promise<void> {
    if (this.#own !== null) return this.#own.stop();
    for (const name of this.#databases) await this.#execute(`DROP DATABASE IF EXISTS \`${name}\``);
  }

  #owned(): OwnServer {
    if (this.#own === null) throw new Error('the server of TEST_MYSQL_URL must not be stopped by a test');
    return this.#own;
  }

  async #execute(sql: string): Promise<void> {
    const url = new URL(this.#url);
    const client = await createConnection({
      host: url.hostname,
      port: Number(url.port),
      user: decodeURIComponent(url.username),
      password: decodeURIComponent(url.password),
    });
    try {
      await client.query(sql);
    } finally {
      await client.end();
    }
  }
}

class OwnServer {
  readonly url: string;
  readonly #folder: string;
  readonly #port: number;
  #server: Child | null = null;

  private constructor(folder: string, port: number) {
    this.#folder = folder;
    this.#port = port;
    this.url = `mysql://root@127.0.0.1:${String(port)}/`;
  }

  static async create(): Promise<OwnServer> {
    const folder = await mkdtemp(join(tmpdir(), 'heddle-mariadb-'));
    const [port = 0] = await freePorts(1);
    const server = new OwnServer(folder, port);
    await orStop(server, async () => {
      await server.#initialise();
      await server.up();
    });
    return server;
  }

  /** A MariaDB that starts removes the temporary tables of every other one from the folder for temporary files. */
  async #initialise(): Promise<void> {
    const args = [
      '--no-defaults',
      `--datadir=${join(this.#folder, 'data')}`,
      '--auth-root-authentication-method=normal',
      '--skip-test-db',
      `--user=${userInfo().username}`,
    ];
    await runCommand('mariadb-install-db', args, { TMPDIR: this.#folder });
  }

  async up(): Promise<void> {
    this.#server = await Child.start({
      name: 'mariadbd',
      program: 'mariadbd',
      args: [
        '--no-defaults',
        `--datadir=${join(this.#folder, 'data')}`,
        `--socket=${join(this.#folder, 'mariadb.sock')}`,
        `--pid-file=${join(this.#folder, 'mariadb.pid')}`,
        `--port=${String(this.#port)}`,
        '--bind-address=127.0.0.1',
        `--user=${userInfo().username}`,
        '--innodb-buffer-pool-size=32M',
      ],
      env: {},
      logFile: join(this.#folder, 'mariadb.log'),
    });
    await this.#server.until(() => this.#answers());
  }

  async kill(): Promise<void> {
    await this.#server?.stop('SIGKILL');
  }

  async stop(): Promise<void> {
    await this.#server?.stop();
    await rm(this.#folder, { recursive: true, force: true });
  }

  async #answers(): Promise<boolean> {
    try {
      const client = await createConnection({ host: '127.0.0.1', port: this.#port, user: 'root' });
      await client.end();
      return true;
    } catch {
      return false;
    }
  }
}
