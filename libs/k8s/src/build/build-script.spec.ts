import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { ToolCommand } from '@heddle/runtime';
import { literally } from '../model/folders';
import { buildScript } from './build-script';

const NAMES = [
  'a;touch pwned;',
  '$(touch pwned)',
  '`touch pwned`',
  "'; touch pwned; '",
  '"|touch pwned',
  '$(HOME)',
  '$$(HOME)',
  '\\',
  '-n',
];

/** As the kubelet expands `args` (`third_party/forked/golang/expansion` of Kubernetes), with one variable. */
const expanded = (text: string): string =>
  text.replaceAll(/\$(\$|\(HOME\))/g, (_, what: string) => (what === '$' ? '$' : "'; touch pwned; '"));

describe('the script of a build in a pod', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'heddle-script-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it.each(NAMES)('hands %j to a tool as it is, and runs nothing of it', async (name) => {
    await writeFile(join(folder, 'show.cjs'), 'console.log(JSON.stringify(process.argv.slice(2)));');
    const tool: ToolCommand = {
      command: process.execPath,
      args: ['show.cjs', name, `./${name}`],
      env: { NAME: name },
      phase: 'compile',
      remedy: '',
    };
    const script = expanded(literally(buildScript([tool])));
    const { stdout } = await promisify(execFile)('/bin/sh', ['-c', script], { cwd: folder });
    expect(JSON.parse(stdout.trim().split('\n').at(-1) ?? '')).toEqual([name, `./${name}`]);
    expect(await readdir(folder)).toEqual(['show.cjs']);
  });
});
