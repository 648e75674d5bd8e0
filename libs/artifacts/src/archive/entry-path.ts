import type { ArchiveEntry } from './archive-entry';
import { UnsupportedArchiveError } from './archive-errors';

const MAX_PATH = 400;
/** Maximum length of one name in bytes, as in most file systems (NAME_MAX). */
const MAX_NAME = 255;

const hasControlCharacter = (path: string): boolean => /\p{Cc}/u.test(path);

function reject(path: string, why: string): never {
  throw new UnsupportedArchiveError(`The archive holds the path ${JSON.stringify(path)}, which ${why}.`);
}

/**
 * An entry's path with `/` between its parts and nothing before or after, which can only lie inside the folder that
 * it is unpacked to. Empty for the folder itself (`./`).
 *
 * @throws UnsupportedArchiveError for absolute paths, `..`, backslashes, drive letters, control characters, files
 * without a name and names that no file system takes
 */
export function entryPath(raw: string, type: ArchiveEntry['type']): string {
  if (raw.length > MAX_PATH) reject(`${raw.slice(0, 60)}…`, `is longer than ${MAX_PATH} characters`);
  if (raw.includes('\\')) reject(raw, 'holds a backslash');
  if (raw.startsWith('/') || /^[A-Za-z]:/.test(raw)) reject(raw, 'is absolute');
  if (hasControlCharacter(raw)) reject(raw, 'holds control characters');
  const parts = raw.split('/').filter((part) => part !== '' && part !== '.');
  if (parts.includes('..')) reject(raw, 'leaves the folder that it is unpacked to');
  if (type === 'file' && /(^|\/)\.?$/.test(raw)) reject(raw, 'names no file');
  if (parts.some((part) => Buffer.byteLength(part) > MAX_NAME)) {
    reject(raw, `holds a name that is longer than ${MAX_NAME} bytes`);
  }
  return parts.join('/');
}
