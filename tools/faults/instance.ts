import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { SignedInClient } from '@heddle/client';
import { dataLayout, type DataLayout } from '@heddle/config';
import { fabricHome, freePorts } from '@heddle/testing';
import type { Program } from '../start/supervised.ts';
import { persistentFetch } from './persistent-fetch';
import { KILL_AT } from './points';
import { Trap } from './trap';
import { until } from './until';
import { Victim } from './victim';

const ROOT = join(__dirname, '..', '..');
const LEASE_MS = 1_500;
const RECONCILE_MS = 250;
const NODE_PORTS = '13000-13999';

interface Places {
  readonly folder: string;
  readonly data: string;
  readonly port: number;
  readonly redisPort: number;
  readonly shared: string;
  readonly leaseMs: number;
}

export interface InstanceOptions {
  /** Folder of artifacts, packages and builds; by default inside the instance's own. */
  readonly shared?: string;
  /** How long a worker without a heartbeat keeps its operation. */
  readonly leaseMs?: number;
  /** Requests to the API before a worker runs. */
  readonly prepare?: (client: SignedInClient) => Promise<void>;
}

/** Redis without persistence: killing it wipes its data. */
function redisProgram({ folder, redisPort }: Places): Program {
  const settings = { port: redisPort, bind: '127.0.0.1', save: '', appendonly: 'no', dir: folder };
  return {
    name: 'redis',
    command: 'redis-server',
    args: [
      ...Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)]),
      '--maxmemory-policy',
      'noeviction',
    ],
    env: process.env,
    cwd: ROOT,
    logs: folder,
  };
}

function nodeProgram(places: Places, app: 'api' | 'worker', name: string = app): Program {
  const { folder, data, port, redisPort, shared, leaseMs } = places;
  const settings = {
    HEDDLE_DATA: data,
    HEDDLE_SHARED: shared,
    HEDDLE_TEMPLATES: join(ROOT, 'templates'),
    HEDDLE_HOST: '127.0.0.1',
    HEDDLE_PORT: String(port),
    REDIS_URL: `redis://127.0.0.1:${redisPort}/0`,
    HEDDLE_NODE_PORTS: NODE_PORTS,
    HEDDLE_LEASE_MS: String(leaseMs),
    HEDDLE_RECONCILE_MS: String(RECONCILE_MS),
    HEDDLE_FAULTS: join(folder, 'trap'),
    NODE_COMPILE_CACHE: join(folder, 'compile'),
    FABRIC_HOME: fabricHome(),
  };
  return {
    name,
    command: process.execPath,
    args: ['--enable-source-maps', '--import', KILL_AT, join(folder, 'apps', app, 'main.js')],
    env: { ...process.env, ...settings },
    cwd: ROOT,
    logs: folder,
  };
}

/** Redis, the API and two workers as built, with a separate data folder. Each of them can be killed. */
export class Instance {
  readonly redis: Victim;
  readonly api: Victim;
  readonly workers: readonly Victim[];
  readonly trap: Trap;
  readonly data: string;
  readonly layout: DataLayout;
  #client: SignedInClient | undefined;

  private constructor(private readonly places: Places) {
    const { folder } = places;
    this.data = places.data;
    this.layout = dataLayout({ dataDirectory: places.data, sharedDirectory: places.shared });
    this.trap = new Trap(join(folder, 'trap'));
    this.redis = new Victim(redisProgram(places));
    this.api = new Victim(nodeProgram(places, 'api'));
    this.workers = [1, 2].map((number) => new Victim(nodeProgram(places, 'worker', `worker-${number}`)));
  }

  static async start({ shared, leaseMs = LEASE_MS, prepare }: InstanceOptions = {}): Promise<Instance> {
    mkdirSync(join(ROOT, 'tmp'), { recursive: true });
    // Below the repository, so that the programs find their packages; a copy, so that a concurrent build changes
    // nothing.
    const folder = mkdtempSync(join(ROOT, 'tmp', 'faults-'));
    cpSync(join(ROOT, 'dist', 'apps', 'api'), join(folder, 'apps', 'api'), { recursive: true });
    cpSync(join(ROOT, 'dist', 'apps', 'worker'), join(folder, 'apps', 'worker'), { recursive: true });
    const [port = 0, redisPort = 0] = await freePorts(2);
    const data = join(folder, 'data');
    const instance = new Instance({ folder, data, shared: shared ?? data, leaseMs, port, redisPort });
    try {
      await instance.#start(prepare);
      return instance;
    } catch (error) {
      throw new Error(`The instance does not start. ${instance.tails()}`, { cause: error });
    }
  }

  /** The root of all files of the instance. */
  get folder(): string {
    return this.places.folder;
  }

  get client(): SignedInClient {
    if (this.#client === undefined) throw new Error('The instance has not started.');
    return this.#client;
  }

  get processes(): readonly Victim[] {
    return [this.redis, this.api, ...this.workers];
  }

  async #start(prepare: InstanceOptions['prepare']): Promise<void> {
    for (const process of [this.redis, this.api]) process.start();
    const url = `http://127.0.0.1:${this.places.port}`;
    await until('the API', () =>
      fetch(`${url}/health/ready`).then(
        ({ ok }) => ok,
        () => false,
      ),
    );
    this.#client = await this.open(persistentFetch);
    await prepare?.(this.#client);
    for (const worker of this.workers) worker.start();
  }

  /** Another client, whose requests fail while the API is down unless `fetch` repeats them. */
  open(fetch?: typeof persistentFetch): Promise<SignedInClient> {
    const password = readFileSync(this.layout.firstAdminPassword, 'utf8').trim();
    const url = `http://127.0.0.1:${this.places.port}`;
    return SignedInClient.open({ url, login: { username: 'admin', password }, ...(fetch && { fetch }) });
  }

  /** The ends of the programs' logs, for the analysis of a failure. */
  tails(): string {
    const tail = (name: string): string => {
      const lines = readFileSync(join(this.places.folder, `${name}.log`), 'utf8')
        .trim()
        .split('\n');
      return `\n--- ${name}\n${lines.slice(-12).join('\n').slice(-3_000)}`;
    };
    return this.processes.map(({ name }) => tail(name)).join('');
  }

  /** Stops everything; returns the names of those that did not end in time. */
  async stop(): Promise<string[]> {
    this.#client?.close();
    const rest = [this.api, ...this.workers];
    const late = await Promise.all(rest.map(async (one) => ((await one.stop()) ? [] : [one.name])));
    await this.redis.stop();
    return late.flat();
  }

  remove(): void {
    rmSync(this.places.folder, { recursive: true, force: true });
  }
}
