import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { api as contracts, type ChaincodeSource, type Problem } from '@heddle/contracts';
import { TestRedis } from '@heddle/testing';
import { pack } from 'tar-stream';
import { ApiUnderTest } from '../testing/api-under-test';
import { MAX_UPLOAD_BYTES } from './receive-upload';

jest.setTimeout(20_000);

type Entry = { name: string; content?: string | Buffer; linkname?: string };

async function tarball(...entries: Entry[]): Promise<Buffer> {
  const archive = pack();
  for (const { name, content = '', linkname } of entries) {
    if (linkname === undefined) archive.entry({ name }, content);
    else archive.entry({ name, type: 'symlink', linkname });
  }
  archive.finalize();
  return gzipSync(await buffer(archive));
}

const project = { name: 'go.mod', content: 'module example.org/asset\n' };

describe('uploads of chaincode', () => {
  let redis: TestRedis;
  let api: ApiUnderTest;
  beforeAll(async () => {
    redis = await TestRedis.start();
    api = await ApiUnderTest.start(redis.url);
    await api.signIn();
  });
  afterAll(async () => {
    await api.stop();
    await redis.stop();
  });

  const upload = (content: Uint8Array, fileName = 'asset.tar.gz', field = 'file') => {
    const form = new FormData();
    form.append(field, new Blob([Uint8Array.from(content)]), fileName);
    return api.post<ChaincodeSource & Problem>('/chaincode-sources', { body: form });
  };
  const stored = async () =>
    (await readdir(join(api.settings.dataDirectory, 'sources'), { recursive: true })).filter(
      (name) => name !== '.incoming',
    );

  it('stores a source once per content and detects its language', async () => {
    const source = await tarball(project, { name: 'main.go', content: 'package main\n' });
    const first = await upload(source);
    expect(first.status).toBe(201);
    expect(contracts.chaincodes.upload.response.parse(first.body)).toMatchObject({
      language: 'go',
      size: source.length,
    });
    expect((await upload(source, 'again.tar.gz')).body.id).toBe(first.body.id);
    expect(await stored()).toEqual([first.body.sha256]);
  });

  it('lists the projects of a repository without choosing one', async () => {
    const answer = await upload(await tarball({ name: 'a/go.mod' }, { name: 'b/package.json' }, { name: 'b/go.mod' }));
    expect(contracts.chaincodes.upload.response.parse(answer.body)).toMatchObject({
      projects: [
        { path: 'a', language: 'go' },
        { path: 'b', language: 'go' },
        { path: 'b', language: 'node' },
      ],
      defaultProject: null,
    });
  });

  it('accepts CouchDB indexes and rejects invalid ones by name', async () => {
    const name = 'cc/META-INF/statedb/couchdb/indexes/byOwner.json';
    const manifest = { name: 'cc/go.mod', content: 'module example.org/indexed\n' };
    const good = await upload(await tarball(manifest, { name, content: '{"index":{"fields":["owner"]}}' }));
    expect(good.status).toBe(201);
    const broken = await upload(await tarball(manifest, { name, content: '{"index":{"fields":"owner"}}' }));
    expect([broken.status, broken.body.code]).toEqual([422, 'unsupported_archive']);
    expect(broken.body.detail).toContain(`${name} cannot be used.`);
  });

  it.each([
    ['a path that leaves the archive', [project, { name: '../../evil.go', content: 'x' }]],
    ['an absolute path', [project, { name: '/etc/evil', content: 'x' }]],
    ['a symlink', [project, { name: 'passwd', linkname: '/etc/passwd' }]],
    ['a bomb', [project, { name: 'zeros', content: Buffer.alloc(40 * 1_048_576) }]],
    ['a file and a folder of one name', [project, { name: 'a' }, { name: 'a/b' }]],
    ['a name that no file system accepts', [project, { name: 'a'.repeat(256) }]],
    ['no project', [{ name: 'readme.txt', content: 'hello' }]],
  ] satisfies [string, Entry[]][])('rejects %s and stores nothing', async (_, entries) => {
    const before = await stored();
    const answer = await upload(await tarball(...entries));
    expect([answer.status, answer.body.code]).toEqual([422, 'unsupported_archive']);
    expect(await stored()).toEqual(before);
  });

  it('rejects a file above the limit during the upload', async () => {
    const answer = await upload(Buffer.alloc(MAX_UPLOAD_BYTES + 1));
    expect([answer.status, answer.body.code]).toEqual([413, 'payload_too_large']);
  });

  it('rejects a form without the file, and a body that is not a form', async () => {
    const other = await upload(await tarball(project), 'asset.tar.gz', 'archive');
    expect([other.status, other.body.code]).toEqual([422, 'validation_failed']);
    const json = await api.post<Problem>('/chaincode-sources', { body: { file: 'x' } });
    expect([json.status, json.body.code]).toEqual([415, 'unsupported_media_type']);
  });
});
