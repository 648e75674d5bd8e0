import { execFile } from 'node:child_process';
import { mkdir, mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** Inside the repository, so that the bundle finds its packages; ignored by git. */
const OUT = join(__dirname, '../../../../tmp');

/**
 * Bundles programs of an application, `main` among them, as `<entry>.mjs`.
 *
 * @returns the folder, which the caller removes
 */
export async function bundleApp(app: 'api' | 'worker', ...entries: readonly string[]): Promise<string> {
  await mkdir(OUT, { recursive: true });
  const folder = await mkdtemp(join(OUT, `${app}-`));
  const args = [join(__dirname, 'bundle-app.mjs'), folder, app, 'main', ...entries];
  await promisify(execFile)(process.execPath, args);
  return folder;
}
