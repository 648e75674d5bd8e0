import { randomBytes } from 'node:crypto';
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { SettingsError } from './settings';

const KEY_BYTES = 32;

async function readKey(file: string): Promise<Buffer | undefined> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  });
  if (text === undefined) return undefined;
  const key = Buffer.from(text.trim(), 'base64');
  if (key.length !== KEY_BYTES) {
    throw new SettingsError(`${file} does not hold a key of ${KEY_BYTES} bytes in base64: restore it from a backup.`);
  }
  return key;
}

/**
 * The key that encrypts private keys and tokens at rest: from the environment, or from a key file that is created on
 * the first start. If the API and workers start at the same time, the first one to link its file wins and the others
 * read that file.
 */
export async function loadMasterKey(options: { secretKey: string | undefined; file: string }): Promise<Buffer> {
  if (options.secretKey !== undefined) return Buffer.from(options.secretKey, 'base64');
  const existing = await readKey(options.file);
  if (existing !== undefined) return existing;
  await mkdir(dirname(options.file), { recursive: true, mode: 0o700 });
  const candidate = `${options.file}.${randomBytes(6).toString('hex')}`;
  await writeFile(candidate, `${randomBytes(KEY_BYTES).toString('base64')}\n`, { mode: 0o600 });
  try {
    await link(candidate, options.file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    await rm(candidate);
  }
  const key = await readKey(options.file);
  if (key === undefined) throw new SettingsError(`${options.file} disappeared while it was read.`);
  return key;
}
