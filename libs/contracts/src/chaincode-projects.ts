import type { ChaincodeProject } from './chaincodes';

const isWithin = (folder: string, outer: string): boolean =>
  folder !== outer && (outer === '' || folder.startsWith(`${outer}/`));

/** The project that is meant when none is named: the one that lies within no other; undefined when there are several. */
export function defaultProject(projects: readonly ChaincodeProject[]): ChaincodeProject | undefined {
  const outermost = projects.filter(({ path }) => !projects.some((other) => isWithin(path, other.path)));
  return outermost.length === 1 ? outermost[0] : undefined;
}

/** Whether both name the same project. */
export const isSameProject = (one: ChaincodeProject, other: ChaincodeProject): boolean =>
  one.path === other.path && one.language === other.language;

/** A project as a sentence names it: `chaincode-go (go)`. */
export const projectLabel = ({ path, language }: ChaincodeProject): string =>
  `${path === '' ? 'the top folder' : path} (${language})`;
