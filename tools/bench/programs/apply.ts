import { randomUUID } from 'node:crypto';
import {
  createCertificateAuthority,
  inFolder,
  issueIdentity,
  issueTlsCertificate,
  mspFiles,
  tlsFiles,
  type FileTree,
  type KeyPair,
} from '@heddle/fabric';
import {
  createKubernetesRuntime,
  type KubernetesRuntime,
  type KubernetesRuntimeContext,
  namespaceOf,
} from '@heddle/k8s';
import type { PlannedNode, Workload } from '@heddle/topology';
import { chainYaml, type ClusterPlace, openContext, planChain } from './cluster-chain.ts';

const DAY_MS = 86_400_000;
const VALIDITY = { notBefore: new Date(Date.now() - DAY_MS), notAfter: new Date(Date.now() + DAY_MS) };

export interface BenchChain {
  readonly chainId: string;
  readonly namespace: string;
  readonly workloads: readonly Workload[];
}

/** Chains with real identities, applied by libs/k8s or written to a file for kubectl. */
export class Chains {
  readonly #context: KubernetesRuntimeContext;
  readonly #runtime: KubernetesRuntime;
  readonly #authorities: Promise<readonly [KeyPair, KeyPair]>;

  private constructor(context: KubernetesRuntimeContext) {
    this.#context = context;
    this.#runtime = createKubernetesRuntime(context);
    this.#authorities = Promise.all([authority('ca'), authority('tlsca')]);
  }

  static async open(place: ClusterPlace): Promise<Chains> {
    return new Chains(await openContext(place));
  }

  async plan(): Promise<BenchChain> {
    const chainId = randomUUID();
    const workloads = await planChain(chainId, this.#runtime.addresses, (node, host) => this.#issue(node, host));
    return { chainId, namespace: namespaceOf(chainId), workloads };
  }

  async apply({ workloads }: BenchChain): Promise<void> {
    await this.#runtime.apply(workloads);
  }

  async yaml({ chainId, workloads }: BenchChain): Promise<string> {
    const { shared, nodes } = await chainYaml(this.#context, chainId, workloads);
    return `${shared}---\n${nodes}`;
  }

  close(): Promise<void> {
    return this.#runtime.close();
  }

  async #issue({ kind }: PlannedNode, host: string): Promise<FileTree> {
    const [ca, tlsCa] = await this.#authorities;
    const [identity, tls] = await Promise.all([
      issueIdentity(ca, { commonName: host, role: kind, validity: VALIDITY }),
      issueTlsCertificate(tlsCa, { commonName: host, hosts: [host], validity: VALIDITY }),
    ]);
    const roots = { caCertificate: ca.certificate, tlsCaCertificate: tlsCa.certificate };
    const serverTls = tlsFiles({ identity: tls, tlsCaCertificate: tlsCa.certificate, owner: 'server' });
    return { ...inFolder('msp', mspFiles({ identity, ...roots })), ...inFolder('tls', serverTls) };
  }
}

function authority(name: string): Promise<KeyPair> {
  return createCertificateAuthority({ commonName: `${name}.bench`, organization: 'bench', validity: VALIDITY });
}
