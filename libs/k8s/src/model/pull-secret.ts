import type { PullSecret } from '@heddle/contracts';

/** Name of the Secret with a namespace's registry credentials. */
export const PULL_SECRET = 'heddle-pull';

/** Credentials of registries in the form that the kubelet reads, in base64; null when there are none. */
export function dockerConfigJson(pullSecrets: readonly PullSecret[]): string | null {
  if (pullSecrets.length === 0) return null;
  const auths = pullSecrets.map(({ registry, username, password }) => [
    registry,
    { username, password, auth: Buffer.from(`${username}:${password}`).toString('base64') },
  ]);
  return Buffer.from(JSON.stringify({ auths: Object.fromEntries(auths) as unknown })).toString('base64');
}
