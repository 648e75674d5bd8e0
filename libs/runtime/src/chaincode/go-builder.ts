import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { BuildFailedError } from '../build-errors';
import type { LanguageBuilder, ToolCommand } from './language-builder';

const REMEDY = 'Install Go 1.22 or newer (https://go.dev/dl) so that "go" is on the PATH of the worker, and retry.';

/** What a single file is built against: the version list is not always at hand, so these are named exactly. */
const SINGLE_FILE_MODULE = `module chaincode

go 1.22

require (
\tgithub.com/hyperledger/fabric-chaincode-go/v2 v2.3.0
\tgithub.com/hyperledger/fabric-contract-api-go/v2 v2.2.0
\tgithub.com/hyperledger/fabric-protos-go-apiv2 v0.3.7
)
`;

const go = (...args: string[]): ToolCommand => ({
  command: 'go',
  args,
  env: { CGO_ENABLED: '0', GOWORK: 'off' },
  remedy: REMEDY,
});

/** The folder with `package main`: the project's top, else the only folder below `cmd`. */
async function mainPackage(project: string): Promise<string> {
  const names = await readdir(project, { withFileTypes: true });
  if (names.some((entry) => entry.isFile() && entry.name.endsWith('.go'))) return '.';
  const commands = names.some(({ name }) => name === 'cmd')
    ? await readdir(join(project, 'cmd'), { withFileTypes: true })
    : [];
  if (commands.some((entry) => entry.isFile() && entry.name.endsWith('.go'))) return './cmd';
  const [only, ...others] = commands.filter((entry) => entry.isDirectory());
  if (only !== undefined && others.length === 0) return `./cmd/${only.name}`;
  throw new BuildFailedError(
    'There is no main package.',
    [],
    'Put the main package of the chaincode beside go.mod, or into the only folder below cmd.',
  );
}

/** Compiles a static program; dependencies come from `vendor`, the module cache, or the proxy that the environment names. */
export const goBuilder: LanguageBuilder = {
  title: 'Go',
  async prepare({ project, singleFile }) {
    if (singleFile !== undefined) await writeFile(join(project, 'go.mod'), SINGLE_FILE_MODULE);
    const target = await mainPackage(project);
    const flags = ['-trimpath', '-buildvcs=false', '-ldflags=-s -w'];
    const build = go('build', ...flags, '-o', '${output}/chaincode', target);
    return singleFile === undefined ? [build] : [go('mod', 'tidy'), build];
  },
  finish: () => Promise.resolve({ command: ['${output}/chaincode'], path: [] }),
};
