import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { launchLayout } from './settings.ts';

/**
 * How the first administrator signs in. The password is printed once, by the first command that ends with a running
 * instance. Its file is printed at each start until the password is changed: the API then removes the file.
 * @returns lines to print; none when the password was configured or has been changed
 */
export function firstSignIn(data: string, env: NodeJS.ProcessEnv): string[] {
  const { firstPassword: file, passwordShown } = launchLayout(data);
  if (!isFile(file)) return [];
  const username = env['HEDDLE_ADMIN_USERNAME'] || 'admin';
  const kept = `${file}, readable only by its owner, until it is changed`;
  if (isFile(passwordShown)) return [`Sign in as ${username}. The password is in ${kept}.`];
  mkdirSync(dirname(passwordShown), { recursive: true });
  writeFileSync(passwordShown, '');
  return [
    `Sign in as ${username} with the password ${readFileSync(file, 'utf8').trim()}`,
    `It is printed only once and kept in ${kept}.`,
  ];
}

function isFile(path: string) {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}
