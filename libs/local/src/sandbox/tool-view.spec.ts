import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { toolMounts } from './tool-view';

let folder: string;
beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'heddle-tools-')));
});
afterEach(() => rm(folder, { recursive: true }));

async function program(...parts: string[]): Promise<string> {
  const path = join(folder, ...parts);
  await mkdir(join(path, '..'), { recursive: true });
  await writeFile(path, '', { mode: 0o755 });
  return path;
}

it('shows a tool’s installation folder once for all its programs', async () => {
  for (const name of ['go', 'gofmt']) await program('go1.26', 'bin', name);
  const path = join(folder, 'go1.26', 'bin');
  expect(await toolMounts([path, path].join(delimiter), [])).toEqual([{ type: 'read', path: join(folder, 'go1.26') }]);
});

it('shows a linked tool of the PATH together with its link', async () => {
  const maven = await program('maven', 'bin', 'mvn');
  await mkdir(join(folder, 'bin'));
  await symlink(maven, join(folder, 'bin', 'mvn'));
  expect(await toolMounts(join(folder, 'bin'), [])).toEqual([
    { type: 'read', path: join(folder, 'maven') },
    { type: 'link', path: join(folder, 'bin', 'mvn'), target: maven },
  ]);
});

it('shows only the program if its folder contains a folder to avoid, such as a home', async () => {
  const go = await program('home', 'bin', 'go');
  expect(await toolMounts(join(folder, 'home', 'bin'), [join(folder, 'home')])).toEqual([{ type: 'read', path: go }]);
});

it('shows nothing for tools of the system, which are already visible', async () => {
  expect(await toolMounts('/usr/bin:/bin', [])).toEqual([]);
});
