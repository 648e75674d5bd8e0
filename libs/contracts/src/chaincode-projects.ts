import type { ChaincodeProject } from './chaincodes';

const isWithin = (folder: string, outer: string): boolean =>
  folder !== outer && (outer === '' || folder.startsWith(`${outer}/`));

/** The default project: the one that is not inside another project; undefined if there are several. */
export function defaultProject(projects: readonly ChaincodeProject[]): ChaincodeProject | undefined {
  const outermost = projects.filter(({ path }) => !projects.some((other) => isWithin(path, other.path)));
  return outermost.length === 1 ? outermost[0] : undefined;
}

/** Whether both are the same project. */
export const isSameProject = (one: ChaincodeProject, other: ChaincodeProject): boolean =>
  one.path === other.path && one.language === other.language;

/** A project's label: `chaincode-go (go)`. */
export const projectLabel = ({ path, language }: ChaincodeProject): string =>
  `${path === '' ? 'the top folder' : path} (${language})`;
