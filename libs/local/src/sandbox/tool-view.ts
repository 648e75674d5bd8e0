import { realpath } from 'node:fs/promises';
import { basename, delimiter, dirname, isAbsolute, join } from 'node:path';
import { ifPresent } from '../file-errors';
import { isWithin, type Mount } from './mount';
import { SYSTEM_FOLDERS } from './system-view';

/** Programs that builds and servers call by name. */
const TOOLS = ['node', 'npm', 'npx', 'go', 'gofmt', 'java', 'javac', 'jar', 'mvn', 'gradle'] as const;

const ofSystem = (path: string): boolean => SYSTEM_FOLDERS.some((folder) => isWithin(path, folder));

/**
 * The tools on a PATH outside the system's folders, each with its installation folder.
 *
 * @param avoid folders that an installation folder must not contain, such as the user's home; if it does, only the
 * program is shown
 */
export async function toolMounts(path: string, avoid: readonly string[]): Promise<Mount[]> {
  const folders = path.split(delimiter).filter((folder) => isAbsolute(folder) && !ofSystem(folder));
  const places = folders.flatMap((folder) => TOOLS.map((tool) => join(folder, tool)));
  const mounts = (await Promise.all(places.map((place) => toolMount(place, avoid)))).flat();
  return [...new Map(mounts.map((mount) => [mount.path, mount])).values()];
}

async function toolMount(place: string, avoid: readonly string[]): Promise<Mount[]> {
  const program = await ifPresent(realpath(place));
  if (program === undefined) return [];
  const installation = ofSystem(program) ? [] : [installationOf(program, avoid)];
  const mounts = installation.map((path): Mount => ({ type: 'read', path }));
  const shown = installation.some((folder) => isWithin(place, folder));
  return shown || place === program ? mounts : [...mounts, { type: 'link', path: place, target: program }];
}

/** `/opt/go` for `/opt/go/bin/go`. */
function installationOf(program: string, avoid: readonly string[]): string {
  const folder = dirname(program);
  const home = dirname(folder);
  const tooMuch = home === '/' || avoid.some((path) => isWithin(path, home));
  return basename(folder) === 'bin' && !tooMuch ? home : program;
}
