import { mkdir, mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeDataHome } from './data-home';

let folder: string;
let umask: number;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'heddle-home-'));
  umask = process.umask(0o000);
});
afterEach(async () => {
  process.umask(umask);
  await rm(folder, { recursive: true });
});

const modeOf = async (path: string) => (await stat(path)).mode & 0o777;

it('makes a data home that no other account may enter, under a umask that forbids nothing', async () => {
  const home = join(folder, 'srv', 'heddle');
  await makeDataHome(home);
  expect(await modeOf(home)).toBe(0o700);
  expect(await modeOf(join(folder, 'srv'))).toBe(0o700);
});

it('closes a data home that was open', async () => {
  const home = join(folder, 'data');
  await mkdir(home, { mode: 0o777 });
  await makeDataHome(home);
  expect(await modeOf(home)).toBe(0o700);
});
