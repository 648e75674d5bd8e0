import { text } from 'node:stream/consumers';
import { fromBufferPromise } from 'yauzl';
import { writeZip } from './write-zip';

describe('writeZip', () => {
  it('writes paths, bytes, modes and time that a reader finds', async () => {
    const long = '# 织布机\n'.repeat(500);
    const files = {
      'kit/README.md': { content: long, secret: false },
      'kit/msp/keystore/a_sk': { content: 'secret', secret: true },
      'kit/empty': { content: new Uint8Array(), secret: false },
    };
    const archive = writeZip(files, new Date('2026-11-28T18:34:46Z'));
    expect(archive.length).toBeLessThan(1_000);
    expect(await entries(archive)).toEqual([
      ['kit/README.md', long, '100644', '2026-11-28T18:34:46.000Z'],
      ['kit/msp/keystore/a_sk', 'secret', '100600', '2026-11-28T18:34:46.000Z'],
      ['kit/empty', '', '100644', '2026-11-28T18:34:46.000Z'],
    ]);
  });
});

async function entries(archive: Buffer): Promise<string[][]> {
  const zip = await fromBufferPromise(archive, { lazyEntries: true });
  const found: string[][] = [];
  for await (const entry of zip.eachEntry()) {
    const content = await text(await zip.openReadStreamPromise(entry));
    const mode = (entry.externalFileAttributes >>> 16).toString(8);
    found.push([entry.fileName, content, mode, entry.getLastModDate({ timezone: 'UTC' }).toISOString()]);
  }
  return found;
}
