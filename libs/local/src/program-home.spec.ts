import { PROGRAMS, type ProgramName } from '@heddle/topology';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { findProgram } from './program-home';

const SAMPLE = 'sample.yaml';
const names = Object.keys(PROGRAMS) as ProgramName[];
const path = process.env['PATH'];
let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'heddle-programs-'));
});
afterEach(async () => {
  process.env['PATH'] = path;
  await rm(root, { recursive: true, force: true });
});

/** A release with the executable of a program. */
async function release(folder: string, name: ProgramName, mode = 0o755): Promise<string> {
  const home = join(root, folder);
  for (const part of ['bin', 'config']) await mkdir(join(home, part), { recursive: true });
  await writeFile(join(home, 'bin', PROGRAMS[name].machine.executable), '', { mode });
  return home;
}

describe.each(names)('%s', (name) => {
  const { executable } = PROGRAMS[name].machine;

  it('is found in the folder of its release, and nowhere else', async () => {
    const home = await release('release', name);
    process.env['PATH'] = join(await release('other', name), 'bin');
    const found = { executable: join(home, 'bin', executable), config: join(home, 'config') };
    expect(await findProgram(name, { fabric: home }, undefined)).toEqual(found);
    await rm(found.executable);
    await expect(findProgram(name, { fabric: home }, undefined)).rejects.toMatchObject({
      code: 'binary_missing',
      remedy: expect.stringContaining('Set FABRIC_HOME to a folder with ') as string,
    });
  });

  it('is found on PATH, in the first release that has the sample configuration, too', async () => {
    const homes = [await release('a', name, 0o644), await release('b', name), await release('c', name)];
    await writeFile(join(homes[2] ?? '', 'config', SAMPLE), '');
    process.env['PATH'] = homes.map((home) => join(home, 'bin')).join(delimiter);
    expect(await findProgram(name, { fabric: undefined }, SAMPLE)).toMatchObject({ config: join(root, 'c', 'config') });
    expect(await findProgram(name, { fabric: undefined }, undefined)).toMatchObject({
      config: join(root, 'b', 'config'),
    });
  });
});
