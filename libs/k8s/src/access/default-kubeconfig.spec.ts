import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { defaultKubeconfig } from './default-kubeconfig';
import { base64, testCertificate } from './testing/test-certificate';
import { kubeconfigWith } from './testing/test-kubeconfig';

let home: string;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'heddle-kubeconfig-'));
  await mkdir(join(home, '.kube'));
});
afterEach(() => rm(home, { recursive: true }));

const write = async (name: string, text: string) => {
  await writeFile(join(home, name), text);
  return join(home, name);
};

const sealed = async (env: Record<string, string>, context?: string) =>
  JSON.parse(await defaultKubeconfig({ env: { HOME: home, ...env }, context })) as {
    clusters: [{ cluster: Record<string, string> }];
    users: [{ user: Record<string, string> }];
  };

describe("the operator's own kubeconfig", () => {
  it('is that of the home folder, with the files that it names', async () => {
    const { certificate, key } = await testCertificate();
    await write('.kube/ca.pem', certificate);
    await write('.kube/key.pem', key);
    const token = await write('token', 'fresh\n');
    await write(
      '.kube/config',
      kubeconfigWith({
        cluster: { 'certificate-authority': 'ca.pem' },
        user: { tokenFile: token, 'client-certificate': './ca.pem', 'client-key': './key.pem' },
      }),
    );
    const { clusters, users } = await sealed({});
    expect(clusters[0].cluster['certificate-authority-data']).toBe(base64(certificate));
    expect(users[0].user).toEqual({
      token: 'fresh',
      'client-certificate-data': base64(certificate),
      'client-key-data': base64(key),
    });
  });

  it('may be several files, of which the first that names something counts', async () => {
    const first = await write('first', 'users: [{name: ann, user: {token: first}}]');
    const second = await write('second', kubeconfigWith());
    expect((await sealed({ KUBECONFIG: [first, second].join(delimiter) })).users[0].user).toEqual({ token: 'first' });
    expect((await sealed({ KUBECONFIG: [second, first].join(delimiter) })).users[0].user).toEqual({ token: 'opaque' });
  });

  it('says what is missing', async () => {
    await expect(sealed({})).rejects.toThrow(/config cannot be read/);
    await write('.kube/config', kubeconfigWith({ user: { tokenFile: 'nowhere' } }));
    await expect(sealed({})).rejects.toThrow(/nowhere cannot be read/);
    await expect(sealed({}, 'home')).rejects.toThrow(/no such context/);
  });

  it('runs no programs either', async () => {
    await write('.kube/config', kubeconfigWith({ user: { exec: { command: 'aws' } } }));
    await expect(sealed({})).rejects.toThrow(/from a program \(exec\)/);
  });
});
