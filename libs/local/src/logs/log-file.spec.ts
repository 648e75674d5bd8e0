import { readdirSync } from 'node:fs';
import { appendFile, mkdir, mkdtemp, rm, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { setImmediate as turn } from 'node:timers/promises';
import { join } from 'node:path';
import { nodeFolder, type NodeFolder } from '../node/node-folder';
import { lastLogLines, readLog } from './log-file';
import { rotateLog } from './rotate-log';

let root: string;
let folder: NodeFolder;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'heddle-log-'));
  folder = nodeFolder(root, 'chain', 'node');
  await mkdir(folder.logs, { recursive: true });
});
afterEach(() => rm(root, { recursive: true }));

const from = (offset: number) => ({ offset, tailBytes: 1, waitMs: 0 });
const write = (text: string) => appendFile(folder.log, text);
const rotation = { maxBytes: 10, keep: 2 };

describe('a log', () => {
  it('is read as one text across rotations', async () => {
    await write('first line\n');
    await rotateLog(folder, rotation);
    await write('second\n');
    expect(await readLog(folder, from(0))).toEqual({
      text: 'first line\nsecond\n',
      offset: 0,
      nextOffset: 18,
      truncated: false,
    });
    expect((await readLog(folder, from(6))).text).toBe('line\nsecond\n');
  });

  it('reports that requested text was deleted', async () => {
    for (const line of ['a', 'b', 'c', 'd']) {
      await write(`${line.repeat(10)}\n`);
      await rotateLog(folder, rotation);
    }
    expect(await readLog(folder, from(0))).toMatchObject({
      offset: 22,
      truncated: true,
      text: `${'c'.repeat(10)}\n${'d'.repeat(10)}\n`,
    });
  });

  it('is rotated once if two workers do it at the same time', async () => {
    await write('0123456789abc\n');
    await Promise.all([rotateLog(folder, rotation), rotateLog(folder, rotation)]);
    await write('next\n');
    expect((await readLog(folder, from(0))).text).toBe('0123456789abc\nnext\n');
  });

  it('is rotated also if another worker truncates it meanwhile', async () => {
    await write('line\n'.repeat(8 * 1_048_576));
    const rotating = rotateLog(folder, rotation);
    while (!readdirSync(folder.logs).some((name) => name.endsWith('.draft'))) await turn();
    await truncate(folder.log);
    await rotating;
    await write('\nnext\n');
    expect((await lastLogLines(folder)).at(-1)).toBe('next');
  });

  it('never splits a character', async () => {
    const cut = Buffer.from('é');
    await appendFile(folder.log, Buffer.concat([Buffer.from('a'), cut.subarray(0, 1)]));
    const first = await readLog(folder, from(0));
    expect(first).toMatchObject({ text: 'a', nextOffset: 1 });
    await appendFile(folder.log, cut.subarray(1));
    expect((await readLog(folder, from(first.nextOffset))).text).toBe('é');
  });

  it('is waited for within the time limit', async () => {
    const waiting = readLog(folder, { offset: 0, tailBytes: 1, waitMs: 10_000 });
    await write('here\n');
    expect((await waiting).text).toBe('here\n');
    const ended = readLog(folder, { offset: 5, tailBytes: 1, waitMs: 10_000 }, AbortSignal.abort());
    await expect(ended).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('returns its last lines', async () => {
    await write('one\n\ntwo\nthree\n');
    expect(await lastLogLines(folder, 2)).toEqual(['two', 'three']);
  });
});
