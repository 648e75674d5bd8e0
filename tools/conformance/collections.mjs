import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const FILES = ['collections_config.json', 'collections-config.json', 'collections.json'];

/**
 * The private data collections that lie beside a chaincode, unchanged, from its folder or the parent folder.
 * @param {string} folder
 * @returns {unknown[]}
 */
export function collectionsBeside(folder) {
  const file = [folder, dirname(folder)]
    .flatMap((place) => FILES.map((name) => join(place, name)))
    .find((path) => existsSync(path));
  return file === undefined ? [] : JSON.parse(readFileSync(file, 'utf8'));
}
