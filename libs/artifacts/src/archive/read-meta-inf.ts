import { buffer } from 'node:stream/consumers';
import { drain } from './drain';
import { readArchive, type ReadArchiveOptions } from './read-archive';

/** Texts by their path below `META-INF`. */
export type MetaInf = Readonly<Record<string, string>>;

/**
 * The content of `META-INF` at the top of each project, by the project's folder. Hidden files are left out, as by
 * `peer lifecycle chaincode package` (`core/chaincode/platforms/util/writer.go`).
 *
 * @throws UnsupportedArchiveError
 */
export async function readMetaInf(
  archive: string,
  options: ReadArchiveOptions,
  projects: readonly string[],
): Promise<ReadonlyMap<string, MetaInf>> {
  const found = new Map<string, Record<string, string>>(projects.map((project) => [project, {}]));
  await readArchive(archive, options, async ({ path, type }, content) => {
    if (type === 'directory') return;
    const place = placeOf(path, projects);
    if (place === undefined) await drain(content);
    else (found.get(place.project) ?? {})[place.below] = (await buffer(content)).toString('utf8');
  });
  return found;
}

function placeOf(path: string, projects: readonly string[]): { project: string; below: string } | undefined {
  if (path.split('/').at(-1)?.startsWith('.') === true) return undefined;
  for (const project of projects) {
    const prefix = project === '' ? 'META-INF/' : `${project}/META-INF/`;
    if (path.startsWith(prefix)) return { project, below: path.slice(prefix.length) };
  }
  return undefined;
}
