import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { api, BodyInputOf } from '@heddle/contracts';

const FILES = ['collections_config.json', 'collections-config.json', 'collections.json'];

type Collections = NonNullable<BodyInputOf<typeof api.chaincodes.deploy>['collections']>;

/**
 * The private data collections beside a chaincode, in its folder or the parent folder.
 * @returns as their author wrote them; the API checks them
 */
export function collectionsBeside(folder: string): Collections {
  const file = [folder, dirname(folder)]
    .flatMap((place) => FILES.map((name) => join(place, name)))
    .find((path) => existsSync(path));
  return file === undefined ? [] : (JSON.parse(readFileSync(file, 'utf8')) as Collections);
}
