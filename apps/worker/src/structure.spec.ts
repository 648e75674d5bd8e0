import { readdirSync, readFileSync } from 'node:fs';
import { join, normalize, dirname, sep } from 'node:path';

/** Each folder may import only from those before it. */
const ORDER = [
  'steps',
  'world',
  'errors',
  'runtimes',
  'fabric',
  'chain',
  'chaincode',
  'inspect',
  'operations',
  'reconciler',
];

const IMPORT = /from '(\.{1,2}\/[^']+)'/g;

/** The folders of this worker from which the files of a folder import. */
function importedBy(folder: string): Set<string> {
  const files = readdirSync(join(__dirname, folder), { recursive: true, encoding: 'utf8' });
  const sources = files.filter((file) => file.endsWith('.ts') && !file.endsWith('.spec.ts'));
  const paths = sources.flatMap((file) => {
    const text = readFileSync(join(__dirname, folder, file), 'utf8');
    return [...text.matchAll(IMPORT)].map(([, path = '']) => normalize(join(folder, dirname(file), path)));
  });
  const folders = paths.flatMap((path) => (path.includes(sep) ? [path.split(sep)[0] ?? ''] : []));
  return new Set(folders.filter((name) => name !== folder));
}

describe('the folders of the worker', () => {
  it.each(ORDER)('%s imports only from folders before it', (folder) => {
    const allowed = ORDER.slice(0, ORDER.indexOf(folder));
    expect([...importedBy(folder)].filter((name) => !allowed.includes(name))).toEqual([]);
  });

  it('are all listed', () => {
    const folders = readdirSync(__dirname, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    expect(folders.map(({ name }) => name).sort()).toEqual([...ORDER, 'testing'].sort());
  });
});
