import fc from 'fast-check';
import { fileKey, nodeFiles } from './node-files';

const file = (content: string, secret = false) => ({ content, secret });

describe('the files of a node', () => {
  const files = {
    'tls/server.key': file('key', true),
    'tls/server.crt': file('certificate'),
    'builders/ccaas/bin/detect': { ...file('#!/bin/sh'), executable: true },
  };

  it('are split by confidentiality, and mounted at their paths', () => {
    expect(nodeFiles(files)).toMatchObject({
      config: {
        data: { builders_ccaas_bin_detect: '#!/bin/sh', 'tls_server.crt': 'certificate' },
        items: [
          { key: 'builders_ccaas_bin_detect', path: 'builders/ccaas/bin/detect', mode: 0o755 },
          { key: 'tls_server.crt', path: 'tls/server.crt' },
        ],
      },
      secret: {
        data: { 'tls_server.key': Buffer.from('key').toString('base64') },
        items: [{ key: 'tls_server.key', path: 'tls/server.key' }],
      },
    });
  });

  it('have a hash that does not go by their order, and changes with each of them', () => {
    const { hash } = nodeFiles(files);
    expect(nodeFiles(Object.fromEntries(Object.entries(files).toReversed())).hash).toBe(hash);
    expect(nodeFiles({ ...files, 'tls/server.key': file('other', true) }).hash).not.toBe(hash);
    expect(nodeFiles({ ...files, 'tls/ca.crt': file('') }).hash).not.toBe(hash);
  });

  it.each(['/etc/passwd', '../other', 'a/../../b', '.'])('do not leave their folder: %s', (path) => {
    expect(() => nodeFiles({ [path]: file('') })).toThrow('leaves the node');
  });
});

describe('the key of a file', () => {
  it('is one that Kubernetes takes, and no other path has it', () => {
    const part = fc.oneof(fc.stringMatching(/^[a-z_.-]{1,6}$/), fc.string({ unit: 'binary', minLength: 1 }));
    const path = fc.array(part, { minLength: 1, maxLength: 40 }).map((parts) => parts.join('/'));
    fc.assert(
      fc.property(path, path, (one, other) => {
        expect(fileKey(one)).toMatch(/^(?!\.\.)[-._a-zA-Z0-9]{1,253}$/);
        expect(fileKey(one) === fileKey(other)).toBe(one === other);
      }),
      { seed: 20_261_123, numRuns: 1_000 },
    );
  });

  it.each([
    ['msp/keystore/priv_sk', 'a/b_c'],
    ['a/b', 'a_b'],
    ['a', '-a'],
  ])('distinguishes %s from %s', (one, other) => {
    expect(fileKey(one)).not.toBe(fileKey(other));
  });
});
