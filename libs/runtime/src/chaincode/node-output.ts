import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { BuildFailedError } from '../build-errors';
import { isThere } from './is-there';
import type { PackageJson } from './node-package';
import type { NodeStart } from './node-start';

const SHIM = 'node_modules/fabric-shim';
const Versioned = z.object({ version: z.string() });

/** @throws BuildFailedError with the line to change, if the shim's server would not start the build */
export async function checkNodeOutput(
  project: string,
  manifest: PackageJson,
  { by, script }: NodeStart,
): Promise<void> {
  if (by === 'own') return;
  if (!(await isThere(join(project, SHIM)))) {
    throw new BuildFailedError(
      'The start script calls fabric-chaincode-node, but fabric-shim is not installed.',
      [],
      'Add the line "fabric-shim": "~2.5.8" to "dependencies" in package.json, and deploy the corrected upload.',
    );
  }
  if (!(await isThere(join(project, SHIM, 'lib/cmds/serverCommand.js')))) {
    const { version } = Versioned.parse(JSON.parse(await readFile(join(project, SHIM, 'package.json'), 'utf8')));
    throw new BuildFailedError(
      `fabric-shim ${version} has no chaincode server.`,
      [],
      'Change the lines "fabric-shim" and "fabric-contract-api" in package.json to "~2.5.8", run "npm install", and deploy the corrected upload.',
    );
  }
  if (!script.includes('--module-path')) await checkMain(project, manifest);
}

/** @throws BuildFailedError if the file that exports the contracts does not exist */
export async function checkMain(
  project: string,
  { main, scripts }: Pick<PackageJson, 'main' | 'scripts'>,
): Promise<void> {
  if (main === undefined) {
    throw new BuildFailedError(
      'package.json has no "main", by which the shim finds the contracts.',
      [],
      'Add the line "main": "index.js" to package.json with the file that exports the contracts.',
    );
  }
  const files = ['', '.js', '.cjs', '.json', '/index.js'].map((ending) => isThere(join(project, `${main}${ending}`)));
  if ((await Promise.all(files)).some(Boolean)) return;
  const built = scripts['build'] === undefined ? 'package.json has no "build" script' : 'after the build';
  throw new BuildFailedError(
    `"main": "${main}" of package.json names a file that does not exist (${built}).`,
    [],
    `Correct "main", or add a script "build" to package.json that creates ${main}, such as "tsc".`,
  );
}
