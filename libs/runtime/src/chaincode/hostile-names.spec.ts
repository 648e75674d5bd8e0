import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { nodeBuilder } from './node-builder';

const run = promisify(execFile);
const TYPESCRIPT = dirname(require.resolve('typescript/package.json'));

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'heddle-hostile-'));
});
afterEach(() => rm(folder, { recursive: true }));

const NAMES = [
  'a;touch pwned;.ts',
  '$(touch pwned).ts',
  '`touch pwned`.ts',
  "a' & touch pwned & '.ts",
  '-a "b" |x.ts',
  '&&touch pwned.ts',
];

describe('a single TypeScript file', () => {
  it.each(NAMES)(
    'named %j is compiled, and no shell interprets its name',
    async (singleFile) => {
      const project = join(folder, 'project');
      const programs = join(project, 'node_modules/.bin');
      await mkdir(programs, { recursive: true });
      await symlink(join(TYPESCRIPT, 'bin/tsc'), join(programs, 'tsc'));
      await writeFile(join(project, singleFile), 'export const contracts: unknown[] = [];\n');
      const commands = await nodeBuilder.prepare({ project, output: join(folder, 'output'), singleFile });
      const build = commands.find(({ args }) => args[0] === 'run');
      await run(build?.command ?? '', build?.args ?? [], { cwd: project });
      expect(await readdir(join(project, 'dist'))).toEqual([singleFile.replace(/\.ts$/, '.js')]);
      expect(await readdir(project)).not.toContain('pwned');
    },
    60_000,
  );
});
