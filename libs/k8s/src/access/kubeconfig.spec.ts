import fc from 'fast-check';
import { load } from 'js-yaml';
import { KubeconfigRefusedError } from './errors';
import { inspectKubeconfig, sealedKubeconfig } from './kubeconfig';
import { base64, testCertificate, type TestCertificate } from './testing/test-certificate';
import { kubeconfigWith, type KubeconfigFields } from './testing/test-kubeconfig';

let own: TestCertificate;
let other: TestCertificate;
beforeAll(async () => {
  [own, other] = await Promise.all([testCertificate(), testCertificate()]);
});

function refusalOf(text: string, context?: string): KubeconfigRefusedError {
  try {
    sealedKubeconfig(text, context);
  } catch (error) {
    if (error instanceof KubeconfigRefusedError) return error;
    throw error;
  }
  throw new Error('it was accepted');
}

interface Case {
  readonly what: string;
  readonly refused: () => KubeconfigFields;
  /** The same without what it is refused for. */
  readonly accepted: () => KubeconfigFields;
  readonly reason: RegExp;
}

const CASES: readonly Case[] = [
  {
    what: 'an exec plugin',
    refused: () => ({ user: { exec: { apiVersion: 'client.authentication.k8s.io/v1', command: 'aws' } } }),
    accepted: () => ({ user: { exec: null } }),
    reason: /from a program \(exec\)/,
  },
  {
    what: 'an auth-provider',
    refused: () => ({ user: { 'auth-provider': { name: 'oidc', config: {} } } }),
    accepted: () => ({ user: { 'auth-provider': null } }),
    reason: /auth-provider/,
  },
  ...(['as', 'as-uid', 'as-groups', 'as-user-extra'] as const).map((field) => ({
    what: `impersonation by ${field}`,
    refused: () => ({ user: { [field]: ['admin'] } }),
    accepted: () => ({ user: { [field]: null } }),
    reason: new RegExp(`another account \\(${field}\\)`),
  })),
  ...(['client-certificate', 'client-key', 'tokenFile'] as const).map((field) => ({
    what: `a file as ${field}`,
    refused: () => ({ user: { [field]: '/etc/passwd' } }),
    accepted: () => ({ user: { [field]: null } }),
    reason: new RegExp(`file \\(${field}\\)`),
  })),
  {
    what: 'a file as certificate-authority',
    refused: () => ({ cluster: { 'certificate-authority': '/etc/passwd' } }),
    accepted: () => ({ cluster: { 'certificate-authority-data': base64(own.certificate) } }),
    reason: /file \(certificate-authority\)/,
  },
  {
    what: 'an authority that is not a certificate',
    refused: () => ({ cluster: { 'certificate-authority-data': base64('nonsense') } }),
    accepted: () => ({ cluster: { 'certificate-authority-data': base64(own.certificate) } }),
    reason: /not a PEM certificate/,
  },
  {
    what: 'a client certificate without its key',
    refused: () => ({ user: { 'client-certificate-data': base64(own.certificate) } }),
    accepted: () => ({
      user: { 'client-certificate-data': base64(own.certificate), 'client-key-data': base64(own.key) },
    }),
    reason: /without a key/,
  },
  {
    what: "another user's key",
    refused: () => ({
      user: { 'client-certificate-data': base64(own.certificate), 'client-key-data': base64(other.key) },
    }),
    accepted: () => ({
      user: { 'client-certificate-data': base64(other.certificate), 'client-key-data': base64(other.key) },
    }),
    reason: /does not belong/,
  },
  {
    what: 'plain http to another machine',
    refused: () => ({ cluster: { server: 'http://127.0.0.1.example:8001' } }),
    accepted: () => ({ cluster: { server: 'http://127.0.0.1:8001' } }),
    reason: /not https/,
  },
  {
    what: 'plain http to an address',
    refused: () => ({ cluster: { server: 'http://10.0.0.1:8001' } }),
    accepted: () => ({ cluster: { server: 'http://[::1]:8001' } }),
    reason: /not https/,
  },
  {
    what: 'a server address that is none',
    refused: () => ({ cluster: { server: 'east.example' } }),
    accepted: () => ({ cluster: { server: 'https://east.example' } }),
    reason: /not a URL/,
  },
  {
    what: 'no server address',
    refused: () => ({ cluster: { server: null } }),
    accepted: () => ({}),
    reason: /no server address/,
  },
  {
    what: 'credentials within the server address',
    refused: () => ({ cluster: { server: 'https://ann:secret@east.example' } }),
    accepted: () => ({ cluster: { server: 'https://east.example' } }),
    reason: /more than an address/,
  },
  {
    what: 'a server that is not checked',
    refused: () => ({ cluster: { 'insecure-skip-tls-verify': true } }),
    accepted: () => ({ cluster: { 'insecure-skip-tls-verify': false } }),
    reason: /insecure-skip-tls-verify/,
  },
  {
    what: 'a proxy',
    refused: () => ({ cluster: { 'proxy-url': 'http://proxy:3128' } }),
    accepted: () => ({ cluster: { 'proxy-url': null } }),
    reason: /proxy-url/,
  },
  {
    what: 'no credentials',
    refused: () => ({ user: { token: null } }),
    accepted: () => ({ user: { token: null, username: 'ann', password: 'secret' } }),
    reason: /no token and no client certificate/,
  },
];

describe('a kubeconfig', () => {
  it.each(CASES)('with $what is refused, and accepted without', ({ refused, accepted, reason }) => {
    const error = refusalOf(kubeconfigWith(refused()));
    expect(error.message).toMatch(reason);
    expect(error).toMatchObject({ code: 'kubeconfig_refused', retryable: false });
    expect(error.remedy).toMatch(/\.$/);
    expect(sealedKubeconfig(kubeconfigWith(accepted()))).toContain('"server"');
    expect(inspectKubeconfig(kubeconfigWith(refused()))).toMatchObject([
      { name: 'work', refused: expect.stringMatching(reason) as string },
    ]);
  });

  it('is sealed with one context and nothing that was not asked for', () => {
    const text = `
current-context: home
preferences: {colors: true}
contexts:
- {name: home, context: {cluster: one, user: ann}}
- {name: work, context: {cluster: two, user: bob}}
clusters:
- {name: one, cluster: {server: https://one.example, extensions: [{name: x, extension: y}]}}
- {name: two, cluster: {server: https://two.example, tls-server-name: kubernetes}}
users:
- {name: ann, user: {token: anns}}
- {name: bob, user: {token: bobs}}`;
    expect(load(sealedKubeconfig(text, 'work'))).toEqual({
      apiVersion: 'v1',
      kind: 'Config',
      'current-context': 'work',
      contexts: [{ name: 'work', context: { cluster: 'work', user: 'work' } }],
      clusters: [{ name: 'work', cluster: { server: 'https://two.example', 'tls-server-name': 'kubernetes' } }],
      users: [{ name: 'work', user: { token: 'bobs' } }],
    });
    expect(sealedKubeconfig(text)).toContain('anns');
  });

  it('stays the same when it is sealed again', () => {
    const sealed = sealedKubeconfig(kubeconfigWith({ cluster: { server: 'http://localhost:8001' } }));
    expect(sealedKubeconfig(sealed)).toBe(sealed);
  });

  it('lists its contexts, also those that cannot be used', () => {
    const text = `
current-context: work
contexts:
- {name: work, context: {cluster: one, user: ann}}
- {name: lost, context: {cluster: two, user: ann}}
- {name: strange, context: {cluster: one, user: bob}}
clusters: [{name: one, cluster: {server: https://one.example}}]
users: [{name: ann, user: {token: anns}}]`;
    expect(inspectKubeconfig(text)).toEqual([
      { name: 'work', cluster: 'one', server: 'https://one.example', user: 'ann', current: true, refused: null },
      {
        name: 'lost',
        cluster: 'two',
        server: null,
        user: 'ann',
        current: false,
        refused: 'its cluster two is missing',
      },
      {
        name: 'strange',
        cluster: 'one',
        server: 'https://one.example',
        user: 'bob',
        current: false,
        refused: 'its user bob is missing',
      },
    ]);
  });

  it('needs a context', () => {
    const none = 'clusters: [{name: one, cluster: {server: https://one.example}}]';
    expect(refusalOf(none).message).toMatch(/no current context/);
    expect(refusalOf(kubeconfigWith(), 'home').message).toMatch(
      /home cannot be used: the kubeconfig has no such context/,
    );
    expect(() => inspectKubeconfig(none)).toThrow(/has no context/);
  });

  it.each([
    ['clusters:\n- {name: one,\nusers', /not valid YAML at line 3, column 1: /],
    ['', /not valid YAML: .*empty/],
    ['just text', /not a YAML mapping/],
    ['kind: Pod', /kind: /],
    ['clusters: [{name: one, cluster: {server: 5}}]', /clusters.0.cluster.server: /],
    ['x: !!js/function "a"', /not valid YAML at line 1, column 4: unknown/],
  ])('is derived from %j', (text, reason) => {
    expect(refusalOf(text).message).toMatch(reason);
    expect(() => inspectKubeconfig(text)).toThrow(reason);
  });

  it('of any content is accepted or refused, and never holds a file, a program or another account when accepted', () => {
    const fields = [
      'exec',
      'auth-provider',
      'as',
      'tokenFile',
      'client-key',
      'client-certificate',
      'token',
      'username',
    ];
    const value = fc.oneof(fc.string(), fc.constant(null), fc.dictionary(fc.string(), fc.string(), { maxKeys: 2 }));
    const anyUser = fc.dictionary(fc.constantFrom(...fields), value);
    const anyCluster = fc.dictionary(
      fc.constantFrom('server', 'proxy-url', 'certificate-authority', 'insecure-skip-tls-verify', 'extra'),
      value,
    );
    fc.assert(
      fc.property(anyCluster, anyUser, (cluster, user) => {
        let sealed: string;
        try {
          sealed = sealedKubeconfig(kubeconfigWith({ cluster, user }));
        } catch (error) {
          expect(error).toBeInstanceOf(KubeconfigRefusedError);
          return;
        }
        const { users, clusters } = JSON.parse(sealed) as {
          users: [{ user: object }];
          clusters: [{ cluster: object }];
        };
        const known = ['server', 'token', 'username'];
        expect(
          [...Object.keys(users[0].user), ...Object.keys(clusters[0].cluster)].filter((k) => !known.includes(k)),
        ).toEqual([]);
      }),
      { seed: 4, numRuns: 300 },
    );
  });
});
