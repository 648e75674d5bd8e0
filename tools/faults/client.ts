import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';

/** How long a killed API may be unavailable. */
const AWAY_MS = 30_000;
const AGAIN_MS = 30;

interface Answer {
  readonly status: number;
  readonly text: string;
}

interface Request {
  readonly body?: string | FormData;
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * A careful client of the REST API: a request without a response is sent again with the same idempotency key, so that
 * it counts once.
 */
export class Client {
  #token = '';

  constructor(
    readonly url: string,
    private readonly credentials: { readonly username: string; readonly password: string },
  ) {}

  async signIn(): Promise<void> {
    const { accessToken } = await this.#send<{ accessToken: string }>('POST', '/auth/login', {
      body: JSON.stringify(this.credentials),
      headers: { 'content-type': 'application/json' },
    });
    this.#token = accessToken;
  }

  get<Body>(path: string): Promise<Body> {
    return this.#send<Body>('GET', path, {});
  }

  post<Body>(path: string, body: unknown): Promise<Body> {
    return this.#send<Body>('POST', path, {
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json', 'idempotency-key': randomUUID() },
    });
  }

  upload<Body>(path: string, fileName: string, bytes: Uint8Array<ArrayBuffer>): Promise<Body> {
    const body = new FormData();
    body.set('file', new Blob([bytes]), fileName);
    return this.#send<Body>('POST', path, { body });
  }

  delete(path: string): Promise<unknown> {
    return this.#send('DELETE', path, {});
  }

  async #send<Body>(method: string, path: string, init: Request): Promise<Body> {
    const end = Date.now() + AWAY_MS;
    for (;;) {
      const answer = await this.#try(method, path, init);
      if (answer !== undefined && answer.status !== 503) return read(`${method} ${path}`, answer) as Body;
      if (Date.now() > end) throw new Error(`${method} ${path}: the API did not come back.`);
      await delay(AGAIN_MS);
    }
  }

  /** Undefined when the API died before it responded. */
  async #try(method: string, path: string, init: Request): Promise<Answer | undefined> {
    const headers = { ...init.headers, connection: 'close', ...this.#authorization() };
    try {
      const response = await fetch(`${this.url}/api/v1${path}`, { ...init, method, headers });
      return { status: response.status, text: await response.text() };
    } catch (error) {
      // fetch throws a TypeError when the connection fails. It comes from outside jest's realm.
      if ((error as Error).name === 'TypeError') return undefined;
      throw error;
    }
  }

  #authorization(): Record<string, string> {
    return this.#token === '' ? {} : { authorization: `Bearer ${this.#token}` };
  }
}

function read(what: string, { status, text }: Answer): unknown {
  if (status >= 400) throw new Error(`${what} was refused with ${status}: ${text}`);
  return text === '' ? undefined : JSON.parse(text);
}
