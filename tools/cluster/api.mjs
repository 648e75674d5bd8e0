import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:https';
import { join } from 'node:path';

/** How long an answer may take: the API server answers in milliseconds, or it hangs. */
const ANSWER_MS = 5_000;

/**
 * The cluster's API as its administrator, for what up has to ask and to create.
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
    /** @returns {Promise<boolean>} whether the API server says that it is ready; false while it does not answer */
    ready: () =>
      ask('GET', '/readyz').then(
        ({ status }) => status === 200,
        () => false,
      ),

    /**
     * @param {string} path
     * @returns {Promise<any>} the object, or undefined when there is none yet
     */
    async get(path) {
      const { status, text } = await ask('GET', path);
      if (status === 404) return undefined;
      if (status !== 200) throw new Error(`GET ${path}: HTTP ${status}: ${text}`);
      return JSON.parse(text);
    },

    /**
     * Creates an object, or changes it to what it is to be.
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
