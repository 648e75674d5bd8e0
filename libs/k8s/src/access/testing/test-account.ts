import { randomUUID } from 'node:crypto';
import { deleteNamespace } from './delete-namespace';
import type { ClusterApi } from '../cluster-api';
import { openCluster } from '../open-cluster';

/** A service account without any rights, in a namespace of its own. */
export class TestAccount implements AsyncDisposable {
  readonly #admin: ClusterApi;
  readonly #namespace = `heddle-test-${randomUUID().slice(-12)}`;

  private constructor(admin: ClusterApi) {
    this.#admin = admin;
  }

  static async create(admin: ClusterApi): Promise<TestAccount> {
    const account = new TestAccount(admin);
    const namespace = account.#namespace;
    await admin.core.createNamespace({ body: { metadata: { name: namespace } } });
    await admin.core.createNamespacedServiceAccount({ namespace, body: { metadata: { name: 'heddle' } } });
    return account;
  }

  /** The cluster as this account sees it. */
  async open(): Promise<ClusterApi> {
    const { status } = await this.#admin.core.createNamespacedServiceAccountToken({
      namespace: this.#namespace,
      name: 'heddle',
      body: { spec: { audiences: [], expirationSeconds: 600 } },
    });
    return openCluster({ type: 'kubeconfig', kubeconfig: kubeconfigWithToken(this.#admin, status?.token ?? '') });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await deleteNamespace(this.#admin, this.#namespace);
  }
}

/** The kubeconfig of a cluster for the holder of a token. */
export function kubeconfigWithToken({ config, server }: ClusterApi, token: string): string {
  return JSON.stringify({
    'current-context': 'test',
    contexts: [{ name: 'test', context: { cluster: 'test', user: 'test' } }],
    clusters: [{ name: 'test', cluster: { server, 'certificate-authority-data': config.getCurrentCluster()?.caData } }],
    users: [{ name: 'test', user: { token } }],
  });
}
