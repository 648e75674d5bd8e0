import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { rolldown } from 'rolldown';
import { keepPackages } from '../../build/externals.ts';
import { ROOT, fromRoot } from '../../lib/root.mjs';
import type * as apply from '../programs/apply.ts';
import type * as artifacts from '../programs/artifacts.ts';
import type * as chainYaml from '../programs/chain-yaml.ts';
import type * as defaultChains from '../programs/default-chains.ts';
import type * as engine from '../programs/engine.ts';
import type * as instanceKeys from '../programs/instance-keys.ts';
import type * as readers from '../programs/readers.ts';

/** The programs that benchmarks load into their own process. */
interface Programs {
  readonly apply: typeof apply;
  readonly artifacts: typeof artifacts;
  readonly 'chain-yaml': typeof chainYaml;
  readonly 'default-chains': typeof defaultChains;
  readonly engine: typeof engine;
  readonly 'instance-keys': typeof instanceKeys;
  readonly readers: typeof readers;
}

/**
 * Bundles a program of tools/bench/programs like the product's own programs. The output goes to the repository's tmp
 * folder, from where its packages resolve.
 * @param name file name without its ending
 * @param source path of a program in another folder
 * @returns path of the JavaScript file
 */
export async function bundleProgram(
  name: string,
  source = fromRoot('tools', 'bench', 'programs', `${name}.ts`),
): Promise<string> {
  const folder = fromRoot('tmp', 'bench');
  const build = await rolldown({
    cwd: ROOT,
    input: { [name]: source },
    platform: 'node',
    plugins: [keepPackages],
    tsconfig: fromRoot('tools', 'bench', 'tsconfig.json'),
  });
  await build.write({ dir: folder, format: 'esm', entryFileNames: '[name].js', codeSplitting: false });
  await build.close();
  return join(folder, `${name}.js`);
}

/** Bundles a program of tools/bench/programs and loads it into this process. Resolves to its exports. */
export async function importProgram<Name extends keyof Programs>(name: Name): Promise<Programs[Name]> {
  return (await import(pathToFileURL(await bundleProgram(name)).href)) as Programs[Name];
}
