import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { finishBuild, type BuiltSource } from './finish-build';
import type { LanguageBuilder } from './language-builder';

let folder: string;
let built: BuiltSource;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'heddle-finish-'));
  const source = join(folder, 'build/source');
  built = { source, project: join(source, 'a/b'), output: join(folder, 'build/output'), singleFile: undefined };
  await mkdir(built.project, { recursive: true });
  await mkdir(built.output);
  await writeFile(join(folder, 'token'), 'secret');
});
afterEach(() => rm(folder, { recursive: true }));

const builder: LanguageBuilder = {
  title: 'test',
  prepare: () => Promise.resolve([]),
  finish: async ({ project, output }) => {
    await writeFile(join(output, 'program'), await readFile(join(project, 'program'), 'utf8'));
    return { command: ['program'], path: [] };
  },
};
const finish = () => finishBuild(builder, built);
const refused = (message: RegExp) => ({ code: 'build_failed', message: expect.stringMatching(message) as string });

it('links within the project are kept', async () => {
  await mkdir(join(built.project, 'bin'));
  await writeFile(join(built.project, 'real'), 'x');
  await symlink('../real', join(built.project, 'bin/program'));
  await symlink('real', join(built.project, 'program'));
  expect(await finish()).toEqual({ command: ['program'], path: [] });
});

describe('a build is refused that left', () => {
  it.each([
    ['a link to a file of the worker', '../../../../token'],
    ['a link to where a file may appear later', '../../../../later'],
    ['a link through another one', 'deep/link/../../token'],
    ['a link through another one to where a file may appear later', 'deep/link/../../later'],
  ])('%s', async (_name, target) => {
    await mkdir(join(built.project, 'deep'));
    await symlink('../../..', join(built.project, 'deep/link'));
    await symlink(target, join(built.project, 'program'));
    await expect(finish()).rejects.toMatchObject(refused(/a link that leads out of its folder: a\/b\//));
  });

  it('an absolute link to a file of the worker', async () => {
    await symlink(join(folder, 'token'), join(built.project, 'program'));
    await expect(finish()).rejects.toMatchObject(refused(/a\/b\/program -> .*token/));
  });

  it('a link in its output, through which the worker would write', async () => {
    await writeFile(join(built.project, 'program'), 'x');
    await symlink('../../token', join(built.output, 'program'));
    await expect(finish()).rejects.toMatchObject(refused(/program -> \.\.\/\.\.\/token/));
    expect(await readFile(join(folder, 'token'), 'utf8')).toBe('secret');
  });

  it.each(['output', 'source/a', 'source/a/b'])('a link in place of %s', async (name) => {
    const path = join(folder, 'build', name);
    await rm(path, { recursive: true });
    await symlink(folder, path);
    await expect(finish()).rejects.toMatchObject(refused(new RegExp(`removed or replaced the folder ${name}\\.`)));
  });
});
