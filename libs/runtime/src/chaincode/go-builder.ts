import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { BuildFailedError } from '../build-errors';
import type { BuildPhase } from './build-phases';
import { ADAPTER, modulesToAdapt, writeAdapter } from './go-adapter';
import { mainFolders, readGoProject, type GoProject } from './go-project';
import { CompiledPackages, PACKAGE_COUNT } from './go-packages';
import { refuseWhatCannotBuild } from './go-refusals';
import type { LanguageBuilder, ToolCommand } from './language-builder';

const REMEDY = 'Install Go 1.22 or newer (https://go.dev/dl) so that "go" is on the PATH of the worker, then retry.';

/** Dependencies of a single file. Exact versions, because the version list is not always available. */
const SINGLE_FILE_MODULE = `module chaincode

go 1.22

require (
\tgithub.com/hyperledger/fabric-chaincode-go/v2 v2.3.0
\tgithub.com/hyperledger/fabric-contract-api-go/v2 v2.2.0
\tgithub.com/hyperledger/fabric-protos-go-apiv2 v0.3.7
)
`;

const ENVIRONMENT = { CGO_ENABLED: '0', GOWORK: 'off' };

const tool = (phase: BuildPhase, command: string, ...args: string[]): ToolCommand => ({
  command,
  args,
  env: ENVIRONMENT,
  phase,
  remedy: REMEDY,
  cache: 'go',
});

/** The folder with `package main`: the project's root, otherwise the only one below it. */
function mainPackage(project: GoProject): string {
  const folders = mainFolders(project);
  if (folders.includes('.')) return '.';
  const commands = folders.filter((folder) => /^cmd(\/|$)/.test(folder));
  const [only, ...others] = commands.length > 0 ? commands : folders;
  if (only !== undefined && others.length === 0) return `./${only}`;
  throw new BuildFailedError(
    only === undefined
      ? 'There is no main package.'
      : `There are several main packages (${[only, ...others].join(', ')}).`,
    [],
    'Put the main package of the chaincode beside go.mod or into the only folder below cmd.',
  );
}

/** Commands that adapt a chaincode that can only connect to a peer, so that it serves. */
async function adapt(project: GoProject): Promise<ToolCommand[]> {
  const modules = modulesToAdapt(project);
  if (modules.length === 0) return [];
  await writeAdapter(project);
  return modules.map((module) => tool('dependencies', 'sh', ADAPTER, module));
}

/** Compiles a static program. Dependencies come from `vendor`, the module cache, or the proxy in the environment. */
export const goBuilder: LanguageBuilder = {
  title: 'Go',
  async prepare({ project: folder, singleFile }) {
    if (singleFile !== undefined) await writeFile(join(folder, 'go.mod'), SINGLE_FILE_MODULE);
    const project = await readGoProject(folder);
    await refuseWhatCannotBuild(project);
    const target = mainPackage(project);
    const flags = ['-trimpath', '-buildvcs=false', '-ldflags=-s -w'];
    const packages = new CompiledPackages();
    const list = tool('dependencies', 'go', 'list', '-f', PACKAGE_COUNT, target);
    const build = tool('compile', 'go', 'build', '-v', ...flags, '-o', '${output}/chaincode', target);
    const tidy = singleFile === undefined ? [] : [tool('dependencies', 'go', 'mod', 'tidy')];
    return [
      ...tidy,
      ...(await adapt(project)),
      { ...list, progress: packages.counted },
      { ...build, progress: packages.compiled },
    ];
  },
  finish: () => Promise.resolve({ command: ['${output}/chaincode'], path: [] }),
};
