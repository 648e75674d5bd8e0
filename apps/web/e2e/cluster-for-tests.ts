import { readFile } from 'node:fs/promises';
import { SignedInClient } from '@heddle/client';
import { api } from '@heddle/contracts';
import type { UploadFile } from './archives';
import type { Product } from './product';

const RELEASED_MS = 120_000;

export interface ClusterForTests {
  kubeconfig: UploadFile;
  nfsServer: string;
  nfsPath: string;
}

/** The cluster that the environment names. @throws Error when it names none */
export async function clusterForTests(): Promise<ClusterForTests> {
  const text = await readFile(variable('KUBECONFIG'), 'utf8');
  return {
    kubeconfig: { name: 'config.yaml', mimeType: 'application/yaml', buffer: Buffer.from(text) },
    nfsServer: variable('HEDDLE_TEST_NFS_SERVER'),
    nfsPath: variable('HEDDLE_TEST_NFS_PATH'),
  };
}

function variable(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === '') throw new Error(`Set ${name}: this test needs a real cluster.`);
  return value;
}

/** Leaves nothing on the cluster, also after a test has failed half-way. */
export async function releaseChains({ url, username, password }: Product): Promise<void> {
  const client = await SignedInClient.open({ url, login: { username, password } });
  const signal = AbortSignal.timeout(RELEASED_MS);
  try {
    for (const { id, name, operation } of await client.all(api.chains.list, {})) {
      if (operation !== null) await client.follow(operation, { signal });
      const params = { chainId: id };
      const { status } = await client.ask(api.chains.get, { params });
      if (status.state === 'released') continue;
      const accepted = await client.ask(api.chains.release, { params, body: { confirmName: name } });
      await client.succeeded(accepted, { signal });
    }
  } finally {
    client.close();
  }
}
