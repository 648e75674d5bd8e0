import { chmod, mkdir, mkdtemp, rm, stat } from 'node:fs/promises';
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

it('creates a data home that no other account can access, even with umask 0', async () => {
  const home = join(folder, 'srv', 'heddle');
  await makeDataHome(home);
  expect(await modeOf(home)).toBe(0o700);
  expect(await modeOf(join(folder, 'srv'))).toBe(0o700);
});

it('closes a data home that was accessible', async () => {
  const home = join(folder, 'data');
  await mkdir(home, { mode: 0o777 });
  await makeDataHome(home);
  expect(await modeOf(home)).toBe(0o700);
});

it('works in a data home that belongs to another account, like the root of a volume', async () => {
  const volume = join(folder, 'volume');
  await chmod(folder, 0o755);
  await mkdir(volume, { mode: 0o777 });
  const isRoot = process.geteuid?.() === 0;
  if (isRoot) process.seteuid?.('nobody');
  try {
    // Without root, use a system folder, which belongs to another account.
    await expect(makeDataHome(isRoot ? volume : '/usr')).resolves.toBeUndefined();
  } finally {
    if (isRoot) process.seteuid?.(0);
  }
  expect(await modeOf(volume)).toBe(0o777);
});
