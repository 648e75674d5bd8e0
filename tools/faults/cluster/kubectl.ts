import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** The parts of Kubernetes' objects that the tests check. */
export interface KubeObject {
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly deletionTimestamp?: string;
    readonly ownerReferences?: readonly { readonly kind: string; readonly name: string }[];
  };
}

/** Queries the cluster that KUBECONFIG names, independently of Heddle. */
export async function kubectl(...args: readonly string[]): Promise<string> {
  const { stdout } = await promisify(execFile)('kubectl', [...args], { maxBuffer: 64 * 1024 * 1024 });
  return stdout;
}

/** Objects of some kinds, in all namespaces unless the arguments name one. */
export async function objects<Kind extends KubeObject>(kinds: string, ...args: readonly string[]): Promise<Kind[]> {
  const answer = await kubectl('get', kinds, '--output', 'json', '--ignore-not-found', ...args);
  return answer === '' ? [] : (JSON.parse(answer) as { items: Kind[] }).items;
}
