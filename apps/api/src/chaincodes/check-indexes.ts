import { readMetaInf, UnsupportedArchiveError } from '@heddle/artifacts';
import type { ChaincodeProject } from '@heddle/contracts';
import { assertStateDbIndex, InvalidChaincodePackageError } from '@heddle/fabric';

export interface IndexedSource {
  readonly fileName: string;
  readonly projects: readonly ChaincodeProject[];
}

/**
 * Rejects a source whose `META-INF` contains files that peers do not accept. A peer would only log them, and its
 * queries would be slow.
 *
 * @throws UnsupportedArchiveError with the file
 */
export async function checkIndexes(archive: string, { fileName, projects }: IndexedSource): Promise<void> {
  const folders = [...new Set(projects.map(({ path }) => path))];
  for (const [folder, files] of await readMetaInf(archive, { fileName }, folders)) {
    for (const [path, content] of Object.entries(files)) assertIndex(folder, `META-INF/${path}`, content);
  }
}

function assertIndex(folder: string, path: string, content: string): void {
  try {
    assertStateDbIndex(path, content);
  } catch (error) {
    if (!(error instanceof InvalidChaincodePackageError)) throw error;
    const file = folder === '' ? path : `${folder}/${path}`;
    throw new UnsupportedArchiveError(`${file} cannot be used. ${error.message}.`, {
      remedy: error.remedy,
      cause: error,
    });
  }
}
