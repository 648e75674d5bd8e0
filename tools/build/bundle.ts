/**
 * node tools/build/bundle.ts <app> [entry...]
 *
 * Bundles a Node application to dist/apps/<app>/<entry>.js: `main`, and one file per additional entry.
 * Packages from node_modules stay imports; the workspace's libraries are bundled.
 */
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { rolldown } from 'rolldown';
import { ROOT, fromRoot } from '../lib/root.mjs';
import { entryFiles } from './entries.ts';
import { keepPackages } from './externals.ts';

/** @returns the entry files, relative to the repository */
async function bundle(app: string, names: readonly string[]): Promise<string[]> {
  const folder = fromRoot('apps', app);
  const input = entryFiles(join(folder, 'src'), names);
  const missing = Object.values(input).find((path) => !existsSync(path));
  if (missing) throw new Error(`${missing} is missing: apps/${app} cannot be bundled without it.`);
  const out = fromRoot('dist', 'apps', app);
  rmSync(out, { recursive: true, force: true });
  const build = await rolldown({
    cwd: ROOT,
    input,
    platform: 'node',
    plugins: [keepPackages],
    tsconfig: join(folder, 'tsconfig.json'),
  });
  const { output } = await build.write({
    dir: out,
    format: 'esm',
    sourcemap: true,
    entryFileNames: '[name].js',
    chunkFileNames: 'chunk-[hash].js',
  });
  await build.close();
  return output.flatMap((file) => (file.type === 'chunk' && file.isEntry ? [`dist/apps/${app}/${file.fileName}`] : []));
}

const [app, ...names] = process.argv.slice(2);
if (app === undefined) {
  process.stderr.write('Usage: node tools/build/bundle.ts <app> [entry...]   (a folder of apps/)\n');
  process.exitCode = 2;
} else {
  for (const file of await bundle(app, names)) process.stdout.write(`${file}\n`);
}
