import { splitEnvironment, type Workload } from '@heddle/topology';
import { scrypt } from 'node:crypto';
import { promisify } from 'node:util';

/** The secret variables of a node, which its Secret holds beside its secret files. */
export interface SecretEnvironment {
  /** Keys of the Secret, content in base64. */
  readonly data: Readonly<Record<string, string>>;
  /** Changes with every name and text; empty without secret variables. The texts cannot be guessed from it. */
  readonly digest: string;
}

/** Work factor of the digest: about 10 ms. */
const COST = 4_096;
const BYTES = 16;

const derive = promisify<string, string, number, { readonly cost: number }, Buffer>(scrypt);

/** The key of a variable in the node's Secret. The key of a file never begins with an underscore. */
export const environmentKey = (name: string): string => `_env_${name}`;

export async function secretEnvironment({ id, chainId, env }: Workload): Promise<SecretEnvironment> {
  const entries = Object.entries(splitEnvironment(env).secret);
  const digests = entries.map(async ([name, text]) => {
    const key = await derive(text, `${chainId}/${id}/${name}`, BYTES, { cost: COST });
    return `${name}=${key.toString('hex')}`;
  });
  return {
    data: Object.fromEntries(
      entries.map(([name, text]) => [environmentKey(name), Buffer.from(text).toString('base64')]),
    ),
    digest: (await Promise.all(digests)).join('\n'),
  };
}
