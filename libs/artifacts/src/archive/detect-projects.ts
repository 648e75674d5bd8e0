import { defaultProject, isSameProject, projectLabel, type ChaincodeProject, type Language } from '@heddle/contracts';
import { UnsupportedArchiveError } from './archive-errors';

const MANIFESTS: Readonly<Record<string, Language>> = {
  'go.mod': 'go',
  'package.json': 'node',
  'pom.xml': 'java',
  'build.gradle': 'java',
  'build.gradle.kts': 'java',
};
const NOT_OURS = /(^|\/)(node_modules|vendor|__MACOSX|\.git)(\/|$)/;
const SINGLE: Readonly<Record<string, Language>> = { go: 'go', js: 'node', cjs: 'node', mjs: 'node', ts: 'node' };

const folderOf = (path: string): string => path.split('/').slice(0, -1).join('/');
const nameOf = (path: string): string => path.split('/').at(-1) ?? '';
const depthOf = (folder: string): number => (folder === '' ? 0 : folder.split('/').length);
export type DetectedProjects = readonly [ChaincodeProject, ...ChaincodeProject[]];

/**
 * The projects in an archive by their manifests (`go.mod`, `package.json`, `pom.xml`, `build.gradle`), those nearest
 * to the top first; a single source file is detected by its extension.
 *
 * @throws UnsupportedArchiveError when there is none
 */
export function detectProjects(paths: readonly string[]): DetectedProjects {
  const found = new Map<string, ChaincodeProject>();
  for (const path of paths) {
    const language = MANIFESTS[nameOf(path)];
    const folder = folderOf(path);
    if (language !== undefined && !NOT_OURS.test(folder))
      found.set(`${folder} ${language}`, { path: folder, language });
  }
  const [first, ...others] = [...found.values()].sort(nearestFirst);
  return first === undefined ? [singleFile(paths)] : [first, ...others];
}

const nearestFirst = (one: ChaincodeProject, other: ChaincodeProject): number =>
  depthOf(one.path) - depthOf(other.path) ||
  one.path.localeCompare(other.path) ||
  one.language.localeCompare(other.language);

function singleFile(paths: readonly string[]): ChaincodeProject {
  const [path] = paths;
  const language = paths.length === 1 && path !== undefined ? SINGLE[path.split('.').at(-1) ?? ''] : undefined;
  if (path === undefined || language === undefined) {
    throw new UnsupportedArchiveError('The archive holds no go.mod, package.json, pom.xml or build.gradle.', {
      remedy: 'Pack the folder that holds the manifest of the chaincode project.',
    });
  }
  return { language, path: folderOf(path) };
}

/**
 * The project to build.
 *
 * @throws UnsupportedArchiveError when the archive does not hold the named one, or several and none is named
 */
export function chooseProject(
  projects: readonly ChaincodeProject[],
  wanted: ChaincodeProject | undefined,
): ChaincodeProject {
  const chosen =
    wanted === undefined ? defaultProject(projects) : projects.find((project) => isSameProject(project, wanted));
  if (chosen !== undefined) return chosen;
  const labels = projects.map(projectLabel).join(', ');
  throw new UnsupportedArchiveError(
    wanted === undefined
      ? `The archive holds several projects: ${labels}.`
      : `The archive holds no project ${projectLabel(wanted)}, but ${labels}.`,
    { remedy: 'Choose one of the projects in the form, or by origin.project in the API.' },
  );
}
