/** node bundle.mjs <entry.ts> <out.mjs>: bundles a test's worker process in the same way as the applications. */
import { join } from 'node:path';
import { rolldown } from 'rolldown';
import { keepPackages } from '../../../../tools/build/externals.ts';

const [input, file] = process.argv.slice(2);
const cwd = join(import.meta.dirname, '../../../..');
const build = await rolldown({
  cwd,
  input,
  platform: 'node',
  plugins: [keepPackages],
  tsconfig: join(cwd, 'libs/queue/tsconfig.json'),
});
await build.write({ file, format: 'esm', codeSplitting: false });
await build.close();
