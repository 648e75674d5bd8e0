import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { rolldown } from 'rolldown';
import { keepPackages } from '../../build/externals.mjs';
import { ROOT, fromRoot } from '../../lib/root.mjs';

/**
 * Bundles a program of tools/bench/programs like the product's own programs. The output goes to the repository's tmp
 * folder, from where its packages resolve.
 * @param {string} name file name without its ending
 * @returns {Promise<string>} path of the JavaScript file
 */
export async function bundleProgram(name) {
  const folder = fromRoot('tmp', 'bench');
  const build = await rolldown({
    cwd: ROOT,
    input: { [name]: fromRoot('tools', 'bench', 'programs', `${name}.ts`) },
    platform: 'node',
    plugins: [keepPackages],
    tsconfig: fromRoot('tools', 'bench', 'tsconfig.json'),
  });
  await build.write({ dir: folder, format: 'esm', entryFileNames: '[name].js', codeSplitting: false });
  await build.close();
  return join(folder, `${name}.js`);
}

/**
 * Loads a bundled program into this process.
 * @param {string} name
 * @returns {Promise<any>} its exports
 */
export async function importProgram(name) {
  return import(pathToFileURL(await bundleProgram(name)).href);
}
