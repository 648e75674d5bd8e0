import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { clearMark, setMark } from '../supervision/marks';
import { nodeFolder, writeAtomically, type NodeFolder } from './node-folder';
import { NodeMemory } from './node-memory';

const PID = 4_711;

let root: string;
let folder: NodeFolder;
let running: string | undefined;
let memory: NodeMemory<string>;

/** Folders whose entries have not changed for a while. */
async function settle(): Promise<void> {
  for (const path of [folder.run, folder.path]) await utimes(path, 1_000, 1_000);
}

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'heddle-memory-'));
  folder = nodeFolder(root, 'chain', 'peer0');
  await mkdir(folder.run, { recursive: true });
  running = 'first';
  memory = new NodeMemory({ identity: () => running });
});
afterEach(() => rm(root, { recursive: true }));

const learn = (value: string, pid: number | null = PID) =>
  memory.learn(
    folder,
    () => Promise.resolve(value),
    () => pid,
  );
const recalled = () => memory.recall(folder)?.value;

it('recalls what was found out about a node that runs and has not changed', async () => {
  await settle();
  expect(await learn('ready')).toBe('ready');
  expect(recalled()).toBe('ready');
});

it.each([
  ['its process ended', () => (running = undefined)],
  ['another process has its id', () => (running = 'second')],
  ['it is held', () => setMark(folder, 'hold')],
  ['a mark is cleared', () => clearMark(folder, 'never-ready')],
  ['it was started again', () => writeFile(join(folder.run, 'pid.2'), '')],
  ['its record was written again', () => writeAtomically(folder.record, '{}')],
  ['it was removed', () => rm(folder.path, { recursive: true })],
])('recalls nothing once %s', async (_, change) => {
  await setMark(folder, 'never-ready');
  await settle();
  await learn('ready');
  expect(recalled()).toBe('ready');
  await change();
  expect(recalled()).toBeUndefined();
});

it('keeps nothing of a node that does not run', async () => {
  await settle();
  await learn('ready');
  await learn('crashed', null);
  expect(recalled()).toBeUndefined();
});

it('keeps nothing that was found out just after a change, nor during one', async () => {
  await learn('ready');
  expect(recalled()).toBeUndefined();
  await settle();
  await memory.learn(
    folder,
    async () => {
      await setMark(folder, 'hold');
      return 'ready';
    },
    () => PID,
  );
  expect(recalled()).toBeUndefined();
});
