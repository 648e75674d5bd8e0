import { DiskFullError } from '@heddle/runtime';
import { access } from 'node:fs/promises';

/** Whether an error is a Node.js error with one of the given codes (`ENOENT`). */
export function hasCode(error: unknown, ...codes: readonly string[]): boolean {
  const code: unknown = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  return typeof code === 'string' && codes.includes(code);
}

/** Runs work that writes below `path` and reports a full disk as {@link DiskFullError}. */
export async function writingTo<Result>(path: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (hasCode(error, 'ENOSPC', 'EDQUOT')) throw new DiskFullError(path, error);
    throw error;
  }
}

/** The result of reading something, or undefined if it does not exist. */
export async function ifPresent<Result>(reading: Promise<Result>): Promise<Result | undefined> {
  try {
    return await reading;
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'ENOTDIR')) return undefined;
    throw error;
  }
}

/** Whether a file or folder exists and is accessible with `mode` of `access`. */
export function isThere(path: string, mode?: number): Promise<boolean> {
  return access(path, mode).then(
    () => true,
    () => false,
  );
}
