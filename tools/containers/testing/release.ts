import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import { SignedInClient } from '@heddle/client';
import { api, type Chain, type Operation } from '@heddle/contracts';
import type { ClusterProbe } from '../../cluster/testing/probe.ts';

/** Name of the Helm release under test. */
export const RELEASE = 'try';

/** A value of the release's Secret. */
export async function secretOf(probe: ClusterProbe, key: string): Promise<string> {
  return Buffer.from(await probe.read(`secret/${RELEASE}-heddle`, `{.data.${key}}`), 'base64').toString('utf8');
}

/** Works with a client of the release's API, signed in as its administrator through the forwarded Service. */
export async function withClient<T>(
  probe: ClusterProbe,
  work: (client: SignedInClient, url: string) => Promise<T>,
): Promise<T> {
  const service = `service/${RELEASE}-heddle`;
  const forward = spawn('kubectl', ['--namespace', probe.namespace, 'port-forward', service, ':80'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    const url = await forwardedUrl(forward.stdout);
    const login = { username: 'admin', password: await secretOf(probe, 'HEDDLE_ADMIN_PASSWORD') };
    const client = await SignedInClient.open({ url, login });
    try {
      return await work(client, url);
    } finally {
      client.close();
    }
  } finally {
    forward.kill('SIGTERM');
  }
}

/** Reads the local port from what `kubectl port-forward` prints. */
async function forwardedUrl(output: Readable): Promise<string> {
  let printed = '';
  for await (const part of output.setEncoding('utf8').iterator({ destroyOnReturn: false })) {
    printed += String(part);
    const [, port] = /127\.0\.0\.1:(\d+)/.exec(printed) ?? [];
    if (port !== undefined) return `http://127.0.0.1:${port}`;
  }
  throw new Error(`kubectl port-forward ended: ${printed}`);
}

/** The resource, once its operation has succeeded at the first attempt. */
export async function succeeded<Resource>(
  client: SignedInClient,
  request: Promise<{ resource: Resource; operation: Operation }>,
): Promise<Resource> {
  const { resource, operation } = await request;
  const { state, attempt, error } = await client.follow(operation);
  assert.deepEqual({ state, attempt, error }, { state: 'succeeded', attempt: 1, error: null });
  return resource;
}

/** A small chain on the cluster that Heddle itself runs on. */
export function createChain(client: SignedInClient, name: string): Promise<Chain> {
  const organizations = [{ name: 'org1', peers: 1 }];
  const place = { runtime: 'kubernetes', cluster: 'home' } as const;
  const body = { name, ...place, ordering: { orderers: 1 }, organizations };
  return succeeded(client, client.ask(api.chains.create, { body }));
}

/** Releases a chain, and checks that the cluster keeps nothing of it. */
export async function releaseChain(client: SignedInClient, probe: ClusterProbe, { id, name }: Chain): Promise<void> {
  const input = { params: { chainId: id }, body: { confirmName: name } };
  await succeeded(client, client.ask(api.chains.release, input));
  const label = `heddle.dev/chain=${id}`;
  const left = await probe.attempt(['get', 'namespaces,persistentvolumes', '-l', label, '-o', 'name']);
  assert.equal(left.stdout.trim(), '');
}
