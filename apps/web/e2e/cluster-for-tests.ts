import { readFile } from 'node:fs/promises';
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

interface ChainRow {
  id: string;
  name: string;
  status: { state: string };
  operationId: string | null;
}

/** Leaves nothing on the cluster, also after a test has failed half-way. */
export async function releaseChains({ url, username, password }: Product): Promise<void> {
  const ask = async (method: string, path: string, token?: string, body?: unknown): Promise<unknown> => {
    const headers = {
      'content-type': 'application/json',
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
    };
    const init = { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) };
    return (await fetch(`${url}/api/v1${path}`, init)).json();
  };
  const { accessToken } = (await ask('POST', '/auth/login', undefined, { username, password })) as {
    accessToken: string;
  };
  for (const end = Date.now() + RELEASED_MS; Date.now() < end;) {
    const { items } = (await ask('GET', '/chains', accessToken)) as { items: ChainRow[] };
    const left = items.filter(({ status }) => status.state !== 'released');
    if (left.length === 0) return;
    for (const { id, name, operationId } of left) {
      if (operationId === null) await ask('POST', `/chains/${id}/release`, accessToken, { confirmName: name });
    }
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  throw new Error('Chains remain on the cluster.');
}
