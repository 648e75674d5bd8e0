/**
 * node bundle-app.mjs <folder> <app> <entry...>: bundles programs of an application as in a build, into a test's own
 * folder.
 */
import { join } from 'node:path';
import { rolldown } from 'rolldown';
import { keepPackages } from '../../../../tools/build/externals.ts';

const [dir, name = '', ...entries] = process.argv.slice(2);
const cwd = join(import.meta.dirname, '../../../..');
const app = join(cwd, 'apps', name);
const build = await rolldown({
  cwd,
  input: Object.fromEntries(entries.map((entry) => [entry, join(app, 'src', `${entry}.ts`)])),
  platform: 'node',
  plugins: [keepPackages],
  tsconfig: join(app, 'tsconfig.json'),
});
await build.write({ dir, format: 'esm', entryFileNames: '[name].mjs', chunkFileNames: 'chunk-[hash].mjs' });
await build.close();
