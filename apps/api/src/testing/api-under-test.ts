import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SignedInClient } from '@heddle/client';
import { LIVE_NAMESPACE, type ClientToServer, type ServerToClient, type Session } from '@heddle/contracts';
import { loadSettings, type Settings } from '@heddle/config';
import { io, type Socket } from 'socket.io-client';
import { runApi, type RunningApi } from '../run-api';

export const PASSWORD = 'correct-horse-battery';

export interface Answer<Body = unknown> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Body;
}

export interface Call {
  readonly body?: unknown;
  readonly token?: string | undefined;
  readonly headers?: Record<string, string>;
}

export type LiveClient = Socket<ServerToClient, ClientToServer>;

/** The real API on a free port with its own data folder, driven by fetch and Socket.IO like any client. */
export class ApiUnderTest {
  #api: RunningApi;
  readonly #sockets: LiveClient[] = [];
  readonly #clients: SignedInClient[] = [];
  token = '';

  private constructor(
    api: RunningApi,
    readonly settings: Settings,
    private readonly ownsFolder: boolean,
  ) {
    this.#api = api;
  }

  /** @param environment in addition to the defaults of tests; `HEDDLE_DATA` to share another instance's folder */
  static async start(redisUrl: string, environment: Record<string, string> = {}): Promise<ApiUnderTest> {
    const folder = environment['HEDDLE_DATA'] ?? (await mkdtemp(join(tmpdir(), 'heddle-api-')));
    const parsed = loadSettings({
      NODE_ENV: 'test',
      HEDDLE_DATA: folder,
      HEDDLE_LOG_LEVEL: 'silent',
      HEDDLE_ADMIN_PASSWORD: PASSWORD,
      REDIS_URL: redisUrl,
      ...environment,
    });
    const settings: Settings = { ...parsed, http: { ...parsed.http, port: 0 } };
    const api = await runApi(settings);
    return new ApiUnderTest(api, settings, environment['HEDDLE_DATA'] === undefined);
  }

  get url(): string {
    return this.#api.url;
  }

  async signIn(username = 'admin', password = PASSWORD): Promise<Answer<Session>> {
    const answer = await this.post<Session>('/auth/login', { body: { username, password }, token: '' });
    if (answer.status === 200) this.token = answer.body.accessToken;
    return answer;
  }

  /** A client of the contracts. It checks every answer, and can send no other requests. */
  async client(username = 'admin', password = PASSWORD): Promise<SignedInClient> {
    const client = await SignedInClient.open({ url: this.url, login: { username, password } });
    this.#clients.push(client);
    return client;
  }

  /** Sends any request, also one that the contracts do not allow. */
  get<Body>(path: string, call: Call = {}): Promise<Answer<Body>> {
    return this.call<Body>('GET', path, call);
  }

  post<Body>(path: string, call: Call = {}): Promise<Answer<Body>> {
    return this.call<Body>('POST', path, call);
  }

  async call<Body>(
    method: string,
    path: string,
    { body, token = this.token, headers = {} }: Call,
  ): Promise<Answer<Body>> {
    const response = await fetch(`${this.url}/api/v1${path}`, {
      method,
      headers: { ...(token === '' ? {} : { authorization: `Bearer ${token}` }), ...sentAs(body), ...headers },
      ...(body === undefined ? {} : { body: encoded(body) }),
    });
    const json = response.headers.get('content-type')?.includes('json') === true;
    const parsed: unknown = json ? await response.json() : await response.text();
    return { status: response.status, headers: response.headers, body: parsed as Body };
  }

  /** A connected socket of the live feed; rejects if the handshake is rejected. */
  async socket(token = this.token): Promise<LiveClient> {
    const socket: LiveClient = io(`${this.url}${LIVE_NAMESPACE}`, {
      auth: { token },
      transports: ['websocket'],
      reconnection: false,
      forceNew: true,
    });
    this.#sockets.push(socket);
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve);
      socket.once('connect_error', reject);
    });
    return socket;
  }

  /** Stops the API and starts it again on the same port, with the same data. */
  async restart(): Promise<void> {
    const port = Number(new URL(this.url).port);
    await this.#api.close();
    this.#api = await runApi({ ...this.settings, http: { ...this.settings.http, port } });
  }

  async file(path: string): Promise<string> {
    return readFile(join(this.settings.dataDirectory, path), 'utf8');
  }

  async stop(): Promise<void> {
    for (const client of this.#clients) client.close();
    for (const socket of this.#sockets) socket.disconnect();
    await this.#api.close();
    if (this.ownsFolder) await rm(this.settings.dataDirectory, { recursive: true, force: true });
  }
}

function encoded(body: unknown): string | FormData {
  return body instanceof FormData || typeof body === 'string' ? body : JSON.stringify(body);
}

/** Forms have their own type, with a boundary. */
function sentAs(body: unknown): Record<string, string> {
  return body === undefined || body instanceof FormData ? {} : { 'content-type': 'application/json' };
}

/** The value of a cookie that an answer sets. */
export function cookieOf({ headers }: Answer, name: string): string {
  const header = headers.getSetCookie().find((cookie) => cookie.startsWith(`${name}=`)) ?? '';
  return header.split(';')[0] ?? '';
}

/** Waits for a condition. @throws Error after the time limit */
export async function until(condition: () => boolean | Promise<boolean>, limitMs = 4_000): Promise<void> {
  const deadline = Date.now() + limitMs;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error('The condition was not met in time.');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
