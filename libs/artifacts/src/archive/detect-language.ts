import type { Language } from '@heddle/contracts';
import { UnsupportedArchiveError } from './archive-errors';

/** Where the project lies in its archive, and what it is written in. */
export interface DetectedProject {
  readonly language: Language;
  /** Folder of the project's manifest, relative to the archive; empty when it is the archive's top. */
  readonly root: string;
}

const MANIFESTS: readonly (readonly [string, Language])[] = [
  ['go.mod', 'go'],
  ['package.json', 'node'],
  ['pom.xml', 'java'],
  ['build.gradle', 'java'],
  ['build.gradle.kts', 'java'],
];
const NOT_OURS = /(^|\/)(node_modules|vendor|__MACOSX|\.git)(\/|$)/;
const SINGLE: Readonly<Record<string, Language>> = { go: 'go', js: 'node', cjs: 'node', mjs: 'node', ts: 'node' };

const depthOf = (path: string): number => path.split('/').length;
const folderOf = (path: string): string => path.split('/').slice(0, -1).join('/');

/**
 * Finds the project among the paths of an archive: the manifest nearest to the top decides (`go.mod`, `package.json`,
 * `pom.xml`, `build.gradle`); a single source file goes by its ending.
 *
 * @throws UnsupportedArchiveError when there is no project, or several side by side
 */
export function detectLanguage(paths: readonly string[]): DetectedProject {
  const manifests = paths.flatMap((path) => {
    const found = MANIFESTS.find(([name]) => path.split('/').at(-1) === name);
    return found === undefined || NOT_OURS.test(folderOf(path)) ? [] : [{ language: found[1], path }];
  });
  const depth = Math.min(...manifests.map(({ path }) => depthOf(path)));
  const nearest = manifests.filter(({ path }) => depthOf(path) === depth);
  const [first] = nearest;
  if (first === undefined) return detectSingleFile(paths);
  const rivals = nearest.filter(
    ({ path, language }) => folderOf(path) !== folderOf(first.path) || language !== first.language,
  );
  if (rivals.length > 0) {
    throw new UnsupportedArchiveError(
      `The archive holds several projects (${nearest.map(({ path }) => path).join(', ')}).`,
      {
        remedy: 'Pack one chaincode project per archive.',
      },
    );
  }
  return { language: first.language, root: folderOf(first.path) };
}

function detectSingleFile(paths: readonly string[]): DetectedProject {
  const [path] = paths;
  const language = paths.length === 1 && path !== undefined ? SINGLE[path.split('.').at(-1) ?? ''] : undefined;
  if (path === undefined || language === undefined) {
    throw new UnsupportedArchiveError('The archive holds no go.mod, package.json, pom.xml or build.gradle.', {
      remedy: 'Pack the folder that holds the manifest of the chaincode project.',
    });
  }
  return { language, root: folderOf(path) };
}
