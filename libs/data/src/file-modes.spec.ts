import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from './open-database';

let folder: string;
let umask: number;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'heddle-modes-'));
  umask = process.umask(0o000);
});
afterEach(async () => {
  process.umask(umask);
  await rm(folder, { recursive: true });
});

async function modes(): Promise<Record<string, string>> {
  const names = await readdir(folder);
  const entries = names.map(async (name) => [name, ((await stat(join(folder, name))).mode & 0o777).toString(8)] as const);
  return Object.fromEntries(await Promise.all(entries));
}

it.each([['new'], ['that was readable by everyone']])(
  'the files of a database %s are accessible to its owner only, with umask 0',
  async (which) => {
    const file = join(folder, 'heddle.sqlite');
    if (which !== 'new') await writeFile(file, '', { mode: 0o666 });
    const database = await openDatabase({ url: `sqlite:${file}` });
    try {
      expect(await modes()).toEqual({
        'heddle.sqlite': '600',
        'heddle.sqlite-shm': '600',
        'heddle.sqlite-wal': '600',
        'heddle.sqlite.migration-lock': '600',
      });
    } finally {
      await database.close();
    }
  },
);
