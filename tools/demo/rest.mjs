import { randomUUID } from 'node:crypto';
import { ToolError } from '../lib/say.mjs';

/** A request that the API rejected. */
export class RefusedError extends ToolError {
  /**
   * @param {string} message
   * @param {string} remedy
   * @param {{ code: string | undefined, reason: string }} refusal
   */
  constructor(message, remedy, { code, reason }) {
    super(message, remedy);
    this.code = code;
    /** The reason of the rejection, without the request. */
    this.reason = reason;
  }
}

/** A client of the public REST API. It signs in, and again when the token has expired. */
export class Rest {
  #url;
  #credentials;
  #token = '';

  /**
   * @param {string} url base address of the instance
   * @param {{ username: string, password: string }} credentials
   */
  constructor(url, credentials) {
    this.#url = url;
    this.#credentials = credentials;
  }

  /** The current access token, for the live feed. */
  get token() {
    return this.#token;
  }

  async signIn() {
    const { accessToken } = await this.#send('POST', '/auth/login', { body: this.#credentials, renew: false });
    this.#token = accessToken;
  }

  /** @param {string} path below /api/v1 */
  get(path) {
    return this.#send('GET', path);
  }

  /**
   * @param {string} path below /api/v1
   * @param {unknown} [body]
   */
  post(path, body) {
    return this.#send('POST', path, body === undefined ? {} : { body });
  }

  /**
   * @param {string} path below /api/v1
   * @param {unknown} body
   */
  patch(path, body) {
    return this.#send('PATCH', path, { body });
  }

  /** @param {string} path below /api/v1 */
  delete(path) {
    return this.#send('DELETE', path);
  }

  /**
   * Uploads a chaincode source archive.
   * @param {string} fileName
   * @param {Uint8Array<ArrayBuffer>} bytes
   */
  upload(fileName, bytes) {
    const form = new FormData();
    form.set('file', new Blob([bytes], { type: 'application/gzip' }), fileName);
    return this.#send('POST', '/chaincode-sources', { form });
  }

  /**
   * Downloads a file that the API creates for this request.
   * @param {string} path below /api/v1
   * @returns {Promise<Buffer>}
   */
  async download(path) {
    const response = await this.#fetch('POST', path, {});
    if (!response.ok) throw refusal(`POST ${path}`, response.status, await response.text());
    return Buffer.from(await response.arrayBuffer());
  }

  /**
   * Whether a resource exists.
   * @param {string} path below /api/v1
   */
  async exists(path) {
    const response = await this.#fetch('GET', path, {});
    await response.arrayBuffer();
    return response.status !== 404;
  }

  /**
   * @param {string} method
   * @param {string} path
   * @param {{ body?: unknown, form?: FormData, renew?: boolean }} [options]
   * @returns {Promise<any>}
   */
  async #send(method, path, { renew = true, ...content } = {}) {
    const response = await this.#fetch(method, path, content);
    if (response.status === 401 && renew) {
      await this.signIn();
      return this.#send(method, path, { ...content, renew: false });
    }
    const text = await response.text();
    if (!response.ok) throw refusal(`${method} ${path}`, response.status, text);
    return text === '' ? undefined : JSON.parse(text);
  }

  /**
   * @param {string} method
   * @param {string} path
   * @param {{ body?: unknown, form?: FormData }} content
   */
  #fetch(method, path, { body, form }) {
    const headers = {
      ...(this.#token === '' ? {} : { authorization: `Bearer ${this.#token}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(method === 'POST' ? { 'idempotency-key': randomUUID() } : {}),
    };
    const payload = form ?? (body === undefined ? undefined : JSON.stringify(body));
    return fetch(`${this.#url}/api/v1${path}`, {
      method,
      headers,
      ...(payload === undefined ? {} : { body: payload }),
    });
  }
}

/**
 * Parses a rejection from its problem+json.
 * @param {string} what
 * @param {number} status
 * @param {string} text
 */
function refusal(what, status, text) {
  /** @type {{ detail?: string, code?: string, remedy?: string, errors?: { path: string, message: string }[] }} */
  const problem = text.startsWith('{') ? JSON.parse(text) : { detail: text };
  const fields = (problem.errors ?? []).map(({ path, message }) => `\n  ${path}: ${message}`).join('');
  const reason = `${problem.detail ?? ''}${fields}`;
  const message = `${what} was refused (${status} ${problem.code ?? ''}): ${reason}`;
  const remedy = problem.remedy ?? 'See the API’s log for details: data/logs/api.log';
  return new RefusedError(message, remedy, { code: problem.code, reason });
}
