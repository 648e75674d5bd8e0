import type { UploadFile } from './archives';

const file = (name: string, content: unknown): UploadFile => ({
  name,
  mimeType: 'application/yaml',
  buffer: Buffer.from(JSON.stringify(content)),
});

/** Two contexts that Heddle refuses: one gets its credentials from a program, the other from a file. */
export function refusedKubeconfig(): UploadFile {
  const cluster = (name: string) => ({ name, cluster: { server: `https://${name}.example:6443` } });
  return file('cloud.yaml', {
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'cloud',
    clusters: [cluster('east'), cluster('west')],
    contexts: [
      { name: 'cloud', context: { cluster: 'east', user: 'program' } },
      { name: 'files', context: { cluster: 'west', user: 'file' } },
    ],
    users: [
      { name: 'program', user: { exec: { apiVersion: 'client.authentication.k8s.io/v1', command: 'get-token' } } },
      { name: 'file', user: { tokenFile: '/var/run/token' } },
    ],
  });
}

/** A context that Heddle takes, of a server that is not there. */
export function absentKubeconfig(): UploadFile {
  return file('absent.yaml', {
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'absent',
    clusters: [{ name: 'east', cluster: { server: 'https://127.0.0.1:9' } }],
    contexts: [{ name: 'absent', context: { cluster: 'east', user: 'ann' } }],
    users: [{ name: 'ann', user: { token: 'no-token-of-any-worth' } }],
  });
}
