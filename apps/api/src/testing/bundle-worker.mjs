/** node bundle-worker.mjs <folder>: the worker's programs as they are built, in a folder of a test's own. */
import { join } from 'node:path';
import { rolldown } from 'rolldown';
import { keepPackages } from '../../../../tools/build/externals.mjs';

const [dir] = process.argv.slice(2);
const cwd = join(import.meta.dirname, '../../../..');
const worker = join(cwd, 'apps/worker');
const build = await rolldown({
  cwd,
  input: { main: join(worker, 'src/main.ts'), 'stop-nodes': join(worker, 'src/stop-nodes.ts') },
  platform: 'node',
  plugins: [keepPackages],
  tsconfig: join(worker, 'tsconfig.json'),
});
await build.write({ dir, format: 'esm', entryFileNames: '[name].mjs', chunkFileNames: 'chunk-[hash].mjs' });
await build.close();
