import { lstat, readdir, readlink, realpath } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { BuildFailedError } from '../build-errors';
import { isThere } from './is-there';
import type { BuildResult, BuildSource, LanguageBuilder } from './language-builder';

/** An unpacked source of which every folder above the project, and the output, are named. */
export interface BuiltSource extends BuildSource {
  /** The unpacked archive: the project's folder or one above it. */
  readonly source: string;
}

/**
 * Finishes a build whose commands have ended. They ran uploaded code: what they left is read only if no symbolic link
 * leads out of it, so that no file of the worker becomes part of the output, and nothing outside is written.
 *
 * @throws BuildFailedError naming the link
 */
export async function finishBuild(builder: LanguageBuilder, built: BuiltSource): Promise<BuildResult> {
  await refuseReplacedFolders(built);
  for (const root of [built.source, built.output]) await refuseLinksOutOf(root);
  return builder.finish(built);
}

async function refuseReplacedFolders({ source, project, output }: BuiltSource): Promise<void> {
  const above: string[] = [];
  for (let folder = project; folder !== source; folder = dirname(folder)) above.unshift(folder);
  for (const folder of [source, output, ...above]) {
    const is = await lstat(folder).catch(() => undefined);
    if (is?.isDirectory() !== true) {
      throw new BuildFailedError(
        `The build removed or replaced the folder ${relative(dirname(source), folder)}.`,
        [],
        REMEDY,
      );
    }
  }
}

const REMEDY = 'Let the build write regular files into its own project.';

async function refuseLinksOutOf(root: string): Promise<void> {
  const top = await realpath(root);
  for (const entry of await readdir(root, { recursive: true, withFileTypes: true })) {
    if (!entry.isSymbolicLink()) continue;
    const path = join(entry.parentPath, entry.name);
    const target = await readlink(path);
    if (await leadsOut(path, { root, top, target })) {
      const what = `The build left a link that leads out of its folder: ${relative(root, path)} -> ${target}.`;
      throw new BuildFailedError(what, [], REMEDY);
    }
  }
}

/** By the link's text, as what is missing now may appear later, and by where it leads through other links. */
async function leadsOut(
  path: string,
  { root, top, target }: { readonly root: string; readonly top: string; readonly target: string },
): Promise<boolean> {
  if (!isWithin(root, resolve(dirname(path), target))) return true;
  // Not joined, which would drop `..` before the links in front of it were followed.
  const end = (await isThere(path)) ? path : `${dirname(path)}${sep}${dirname(target)}`;
  return (await isThere(end)) && !isWithin(top, await realpath(end));
}

const isWithin = (folder: string, path: string): boolean => path === folder || path.startsWith(`${folder}${sep}`);
