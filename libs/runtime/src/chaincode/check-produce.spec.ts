import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { checkProduce } from './check-produce';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'heddle-produce-'));
  await mkdir(join(folder, 'output'));
  await writeFile(join(folder, 'output', 'program'), '');
});
afterEach(() => rm(folder, { recursive: true }));

it('accepts files, folders, and links to either', async () => {
  await symlink('program', join(folder, 'output', 'link'));
  await symlink('..', join(folder, 'output', 'up'));
  await expect(checkProduce(folder)).resolves.toBeUndefined();
});

it.each([
  ['to a file of the machine', '/etc/passwd'],
  ['to a folder beside it', '../..'],
  ['to nothing', 'missing'],
  ['to itself', 'build.json'],
])('rejects a link %s', async (_, target) => {
  await symlink(target, join(folder, 'output', 'build.json'));
  await expect(checkProduce(folder)).rejects.toMatchObject({
    code: 'build_failed',
    message: 'The build left output/build.json, which is a link that leads out of the project or to nothing.',
  });
});

it('rejects a pipe, which would block a reader', async () => {
  await promisify(execFile)('mkfifo', [join(folder, 'package.json')]);
  await expect(checkProduce(folder)).rejects.toMatchObject({
    message: 'The build left package.json, which is neither a file nor a folder.',
  });
});
