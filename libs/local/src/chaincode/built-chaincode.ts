import { BuildFailedError, buildFolder, OUTPUT, readBuild, withOutput } from '@heddle/runtime';
import { join } from 'node:path';
import type { ResolvedProgram } from '../node/node-record';
import { pathWithNode } from './build-environment';
import { touchBuild } from './prune-builds';

/**
 * The start command of a finished build.
 *
 * @throws BuildFailedError if the build does not exist
 */
export async function builtProgram(cacheDir: string, id: string): Promise<ResolvedProgram> {
  const build = await readBuild(cacheDir, id);
  if (build === undefined) {
    throw new BuildFailedError(`There is no chaincode build ${id}.`, [], 'Deploy the chaincode again to rebuild it.');
  }
  await touchBuild(buildFolder(cacheDir, id));
  const output = join(buildFolder(cacheDir, id), OUTPUT);
  const path = pathWithNode(...build.path.map((folder) => join(output, folder)));
  return {
    command: build.command.map((part) => withOutput(part, output)),
    cwd: output,
    env: { PATH: path },
  };
}
