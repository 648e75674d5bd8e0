import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { NameTakenError } from '@heddle/data';
import type { Resources } from '../resources';
import { generatePassword, hashPassword } from './password';

/**
 * Creates the first administrator if there is no account. The password comes from the environment; otherwise one is
 * generated and written to a file that only the owner may read, for the launcher to print.
 */
export async function ensureFirstAdmin({ settings, layout, log, database }: Resources): Promise<void> {
  if ((await database.store.users.count()) > 0) return;
  const { username, password: given } = settings.admin;
  const password = given ?? (await rememberedPassword(layout.firstAdminPassword));
  try {
    const passwordHash = await hashPassword(password);
    await database.transaction(({ users }) => users.create({ username, passwordHash, role: 'admin' }));
    log.info({ username }, 'first administrator created');
  } catch (error) {
    // Another replica was first, with the same password from the same source.
    if (!(error instanceof NameTakenError)) throw error;
  }
}

/** Removes the file of the first password once that password has been replaced and is no longer valid. */
export async function forgetFirstPassword({ layout }: Pick<Resources, 'layout'>, replaced: string): Promise<void> {
  if ((await readIfThere(layout.firstAdminPassword))?.trim() !== replaced) return;
  await rm(layout.firstAdminPassword, { force: true });
}

async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    return undefined;
  }
}

/** The file is written before the account, so that a crash never leaves an account with an unknown password. */
async function rememberedPassword(file: string): Promise<string> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  try {
    const password = generatePassword();
    await writeFile(file, `${password}\n`, { mode: 0o600, flag: 'wx' });
    return password;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return (await readFile(file, 'utf8')).trim();
  }
}
