import { open } from 'node:fs/promises';
import { UnsupportedArchiveError } from './archive-errors';

/** How a chaincode's source came: as an archive, or as one source file. */
export type ArchiveFormat = 'zip' | 'tar.gz' | 'file';

const SOURCE_FILE = /^[A-Za-z0-9_][A-Za-z0-9._-]*\.(go|js|cjs|mjs|ts)$/;

async function firstBytes(path: string): Promise<Buffer> {
  const file = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await file.read({ buffer: Buffer.alloc(4), position: 0 });
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

/** Detects the format of a file from its first bytes; the name matters only for single source files. */
export async function archiveFormat(path: string, fileName: string): Promise<ArchiveFormat> {
  const magic = await firstBytes(path);
  if (magic.subarray(0, 2).toString('latin1') === 'PK') return 'zip';
  if (magic[0] === 0x1f && magic[1] === 0x8b) return 'tar.gz';
  if (magic.length > 0 && SOURCE_FILE.test(fileName)) return 'file';
  throw new UnsupportedArchiveError(
    `${JSON.stringify(fileName)} is neither a zip or tar.gz archive nor a Go, JavaScript or TypeScript file.`,
  );
}
