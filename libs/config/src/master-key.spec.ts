import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadMasterKey } from './master-key';

describe('loadMasterKey', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'heddle-key-'));
  });
  afterEach(async () => {
    await rm(folder, { recursive: true });
  });

  it('gives the same key to all processes that start at the same time', async () => {
    const file = join(folder, 'keys', 'master.key');
    const keys = await Promise.all(Array.from({ length: 8 }, () => loadMasterKey({ secretKey: undefined, file })));
    expect(new Set(keys.map((key) => key.toString('hex'))).size).toBe(1);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  });

  it('prefers the key of the environment', async () => {
    const secretKey = Buffer.alloc(32, 7).toString('base64');
    const key = await loadMasterKey({ secretKey, file: join(folder, 'master.key') });
    expect(key).toEqual(Buffer.alloc(32, 7));
  });

  it('rejects a damaged key file instead of replacing it', async () => {
    const file = join(folder, 'master.key');
    await writeFile(file, 'rubbish');
    await expect(loadMasterKey({ secretKey: undefined, file })).rejects.toThrow('restore it from a backup');
  });
});
