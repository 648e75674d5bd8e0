import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:https';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { ClusterLayout } from './layout.ts';
import type { ClusterSettings } from './settings.ts';

/** Timeout of a request. The API server answers in milliseconds, or it hangs. */
const ANSWER_MS = 5_000;

export type ClusterApi = ReturnType<typeof clusterApi>;

/** The part of an object that `up` reads. */
interface ClusterObject {
  readonly status?: { readonly conditions?: readonly NodeCondition[] };
}

interface NodeCondition {
  readonly type: string;
  readonly status: string;
  readonly lastHeartbeatTime: string;
}

/** An object, and the path of the API at which it is applied. */
export interface AppliedObject {
  readonly path: string;
  readonly object: unknown;
}

/** A client of the cluster's API with administrator rights, for the requests that `up` makes. */
export function clusterApi({ nodeAddress }: ClusterSettings, { pki }: ClusterLayout) {
  const [ca, cert, key] = ['ca.crt', 'admin.crt', 'admin.key'].map((file) => readFileSync(join(pki, file)));
  const agent = new Agent({ ca, cert, key, keepAlive: true });

  const ask = (
    method: string,
    path: string,
    content?: { body: unknown; type: string },
  ): Promise<{ status: number; body: string }> =>
    new Promise((resolve, reject) => {
      const headers = content ? { 'content-type': content.type } : {};
      const options = { host: nodeAddress, port: 6443, path, method, headers, agent, timeout: ANSWER_MS };
      const outgoing = request(options, (incoming) => {
        text(incoming).then((body) => {
          resolve({ status: incoming.statusCode ?? 0, body });
        }, reject);
      });
      outgoing.once('timeout', () => outgoing.destroy(new Error(`no answer within ${ANSWER_MS} ms`)));
      outgoing.once('error', reject);
      outgoing.end(content && JSON.stringify(content.body));
    });

  return {
    /** @returns whether the API server reports ready; false while it does not answer */
    ready: (): Promise<boolean> =>
      ask('GET', '/readyz').then(
        ({ status }) => status === 200,
        () => false,
      ),

    /** @returns the object, or undefined if it does not exist */
    async get(path: string): Promise<ClusterObject | undefined> {
      const { status, body } = await ask('GET', path);
      if (status === 404) return undefined;
      if (status !== 200) throw new Error(`GET ${path}: HTTP ${status}: ${body}`);
      return JSON.parse(body) as ClusterObject;
    },

    /** Creates an object, or updates it. */
    async apply({ path, object }: AppliedObject): Promise<void> {
      const content = { body: object, type: 'application/apply-patch+yaml' };
      const { status, body } = await ask('PATCH', `${path}?fieldManager=heddle-cluster&force=true`, content);
      if (status !== 200 && status !== 201) throw new Error(`PATCH ${path}: HTTP ${status}: ${body}`);
    },

    close: () => {
      agent.destroy();
    },
  };
}
