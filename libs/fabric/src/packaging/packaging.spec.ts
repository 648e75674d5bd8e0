import { execFileSync } from 'node:child_process';
import { buffer } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { assert, asyncProperty, constantFrom, dictionary, record, stringMatching, uint8Array } from 'fast-check';
import { pack } from 'tar-stream';
import { createAuthorities } from '../testing/organization';
import { createArchive } from './archive';
import { ccaasPackage } from './ccaas-package';
import { packageChaincode, readPackage } from './chaincode-package';
import { InvalidChaincodePackageError } from './package-errors';
import { packageId } from './package-label';

const options = record({
  label: stringMatching(/^[A-Za-z0-9][A-Za-z0-9_.+-]{0,40}$/),
  type: constantFrom('ccaas', 'golang', 'node'),
  path: stringMatching(/^[a-z/]{0,20}$/),
  files: dictionary(
    stringMatching(/^[A-Za-z0-9_\u00e9\u4e2d-]{1,60}(\/[A-Za-z0-9_.]{1,90}x){0,3}$/),
    uint8Array({ maxLength: 70_000, size: 'max' }),
    { maxKeys: 6 },
  ),
});

it('returns the packed content', async () => {
  await assert(
    asyncProperty(options, async ({ label, type, path, files }) => {
      const bytes = await packageChaincode({ label, type, path, files });
      const { files: unpacked, ...rest } = await readPackage(bytes);
      expect(rest).toEqual({ id: packageId(label, bytes), label, type, path });
      expect([...unpacked.keys()].sort()).toEqual(Object.keys(files).sort());
      expect([...unpacked].every(([name, content]) => content.equals(files[name] ?? Buffer.of(0)))).toBe(true);
    }),
    { seed: 25, numRuns: 60 },
  );
});

it('gives equal bytes for equal content, whatever the order', async () => {
  await assert(
    asyncProperty(options, async ({ files, ...rest }) => {
      const reversed = Object.fromEntries(Object.entries(files).reverse());
      const [one, other] = await Promise.all([
        packageChaincode({ ...rest, files }),
        packageChaincode({ ...rest, files: reversed }),
      ]);
      expect(one.equals(other)).toBe(true);
    }),
    { seed: 26, numRuns: 60 },
  );
});

it('writes archives that tar and gzip read', async () => {
  const archive = await createArchive({ 'b.txt': 'two', 'a/long.txt': 'x'.repeat(200_000) });
  expect(
    execFileSync('tar', ['-tzvf', '-'], {
      input: archive,
      encoding: 'utf8',
      env: { TZ: 'UTC', PATH: process.env['PATH'] },
    }),
  ).toBe(
    '-rw-r--r-- 0/0          200000 1970-01-01 00:00 a/long.txt\n-rw-r--r-- 0/0               3 1970-01-01 00:00 b.txt\n',
  );
  const long = execFileSync('tar', ['-xzOf', '-', 'a/long.txt'], { input: archive });
  expect(long.equals(Buffer.alloc(200_000, 'x'))).toBe(true);
});

it('keeps the package id of a known package', async () => {
  const bytes = await ccaasPackage({ label: 'asset_1.0', address: 'asset.example.com:9999' });
  expect(packageId('asset_1.0', bytes)).toBe(
    'asset_1.0:cac4603c4c57aaf2a9e1c3ee01d92a9573cbd70ecaac5458123d62d92d34327f',
  );
});

it('writes connection.json without TLS when no root certificate is given', async () => {
  const { type, files } = await readPackage(
    await ccaasPackage({ label: 'cc', address: '[::1]:7052', dialTimeout: '1m30s' }),
  );
  expect(type).toBe('ccaas');
  expect(json(files.get('connection.json'))).toEqual({
    address: '[::1]:7052',
    dial_timeout: '1m30s',
    tls_required: false,
    client_auth_required: false,
  });
});

it('writes connection.json for mutual TLS, and the indexes beside it', async () => {
  const { ca, tlsCa } = await createAuthorities('org1.example.com');
  const index = '{"index":{"fields":["owner",{"size":"desc"}]},"ddoc":"d","name":"byOwner","type":"json"}';
  const bytes = await ccaasPackage({
    label: 'cc_1',
    address: 'cc:9999',
    rootCertificate: tlsCa.certificate,
    clientAuth: ca,
    metaInf: {
      'statedb/couchdb/indexes/byOwner.json': index,
      'statedb/couchdb/collections/secret/indexes/i.json': index,
    },
  });
  const { files } = await readPackage(bytes);
  expect([...files.keys()]).toEqual([
    'META-INF/statedb/couchdb/collections/secret/indexes/i.json',
    'META-INF/statedb/couchdb/indexes/byOwner.json',
    'connection.json',
  ]);
  expect(json(files.get('connection.json'))).toEqual({
    address: 'cc:9999',
    dial_timeout: '10s',
    tls_required: true,
    root_cert: tlsCa.certificate,
    client_auth_required: true,
    client_key: ca.privateKey,
    client_cert: ca.certificate,
  });
});

it.each([
  ['an empty label', { label: '' }],
  ['a label that begins with a symbol', { label: '_cc' }],
  ['a label with a space', { label: 'my cc' }],
  ['a label with a line break at its end', { label: 'cc\n' }],
  ['an address without a port', { address: 'cc.example.com' }],
  ['an address with a scheme', { address: 'grpcs://cc:9999' }],
  ['a port that is too high', { address: 'cc:70000' }],
  ['a duration that Go does not know', { dialTimeout: '10 seconds' }],
  ['client authentication without TLS', { clientAuth: { certificate: '', privateKey: '' } }],
  ['an index outside the index folder', { metaInf: { 'statedb/couchdb/byOwner.json': '{"index":{"fields":["a"]}}' } }],
  ['an index without fields', { metaInf: { 'statedb/couchdb/indexes/i.json': '{"index":{}}' } }],
  ['an index that is not JSON', { metaInf: { 'statedb/couchdb/indexes/i.json': 'fields: a' } }],
])('refuses %s', async (_, wrong) => {
  await expect(ccaasPackage({ label: 'cc', address: 'cc:9999', ...wrong })).rejects.toThrow(
    InvalidChaincodePackageError,
  );
});

it.each(['/etc/passwd', '../up', 'a/../../b', '..', ''])('refuses to pack the path "%s"', async (path) => {
  await expect(packageChaincode({ label: 'cc', type: 'ccaas', files: { [path]: '' } })).rejects.toThrow(
    'leaves the archive',
  );
});

it('refuses to read what is not a package', async () => {
  await expect(readPackage(Buffer.from('text'))).rejects.toThrow('not a gzip archive');
  await expect(readPackage(gzipSync(Buffer.alloc(1000, 7)))).rejects.toThrow('tar archive is damaged');
  await expect(readPackage(await createArchive({ 'main.go': '' }))).rejects.toThrow('no metadata.json');
  await expect(readPackage(await createArchive({ 'metadata.json': '{"label":"x","type":"ccaas"}' }))).rejects.toThrow(
    'no code.tar.gz',
  );
  await expect(readPackage(await createArchive({ 'metadata.json': '[]', 'code.tar.gz': '' }))).rejects.toThrow(
    'cannot be read',
  );
});

it('refuses to read symbolic links and paths that escape', async () => {
  await expect(
    readPackage(await foreignArchive({ name: 'metadata.json', type: 'symlink', linkname: '/etc/passwd' })),
  ).rejects.toThrow('is a symlink');
  await expect(readPackage(await foreignArchive({ name: '../metadata.json' }))).rejects.toThrow('leaves the archive');
});

async function foreignArchive(header: { name: string; type?: 'symlink'; linkname?: string }): Promise<Buffer> {
  const archive = pack();
  archive.entry(header, '');
  archive.finalize();
  return gzipSync(await buffer(archive));
}

function json(content: Buffer | undefined): unknown {
  return JSON.parse((content ?? Buffer.alloc(0)).toString('utf8'));
}
