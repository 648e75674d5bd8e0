import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:https';
import { join } from 'node:path';

/** Timeout of a request. The API server answers in milliseconds, or it hangs. */
const ANSWER_MS = 5_000;

/**
 * A client of the cluster's API with administrator rights, for the requests that `up` makes.
 * @param {import('./settings.mjs').ClusterSettings} settings
 * @param {import('./layout.mjs').ClusterLayout} layout
 */
export function clusterApi({ nodeAddress }, { pki }) {
  const [ca, cert, key] = ['ca.crt', 'admin.crt', 'admin.key'].map((file) => readFileSync(join(pki, file)));
  const agent = new Agent({ ca, cert, key, keepAlive: true });

  /**
   * @param {string} method
   * @param {string} path
   * @param {{ body: unknown, type: string }} [content]
   * @returns {Promise<{ status: number, text: string }>}
   */
  const ask = (method, path, content) =>
    new Promise((resolve, reject) => {
      const headers = content ? { 'content-type': content.type } : {};
      const options = { host: nodeAddress, port: 6443, path, method, headers, agent, timeout: ANSWER_MS };
      const outgoing = request(options, (incoming) => {
        let text = '';
        incoming.setEncoding('utf8').on('data', (part) => (text += part));
        incoming.once('end', () => resolve({ status: incoming.statusCode ?? 0, text }));
        incoming.once('error', reject);
      });
      outgoing.once('timeout', () => outgoing.destroy(new Error(`no answer within ${ANSWER_MS} ms`)));
      outgoing.once('error', reject);
      outgoing.end(content && JSON.stringify(content.body));
    });

  return {
    /** @returns {Promise<boolean>} whether the API server reports ready; false while it does not answer */
    ready: () =>
      ask('GET', '/readyz').then(
        ({ status }) => status === 200,
        () => false,
      ),

    /**
     * @param {string} path
     * @returns {Promise<any>} the object, or undefined if it does not exist
     */
    async get(path) {
      const { status, text } = await ask('GET', path);
      if (status === 404) return undefined;
      if (status !== 200) throw new Error(`GET ${path}: HTTP ${status}: ${text}`);
      return JSON.parse(text);
    },

    /**
     * Creates an object, or updates it.
     * @param {{ path: string, object: unknown }} what
     */
    async apply({ path, object }) {
      const content = { body: object, type: 'application/apply-patch+yaml' };
      const { status, text } = await ask('PATCH', `${path}?fieldManager=heddle-cluster&force=true`, content);
      if (status !== 200 && status !== 201) throw new Error(`PATCH ${path}: HTTP ${status}: ${text}`);
    },

    close: () => agent.destroy(),
  };
}

/** @typedef {ReturnType<typeof clusterApi>} ClusterApi */
