import { BuildFailedError } from '@heddle/runtime';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buildEnvironment } from './build-environment';
import type { BuildResult, BuildWork } from './language-builder';
import { runTool, type ToolCall } from './run-tool';

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

function goCall({ project, log, signal, markers }: BuildWork, args: readonly string[]): ToolCall {
  const env = buildEnvironment({ CGO_ENABLED: '0', GOWORK: 'off' });
  return { command: 'go', args, cwd: project, env, markers, log, signal, language: 'Go', remedy: REMEDY };
}

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

/** Compiles a static program; dependencies come from `vendor`, the module cache, or the proxy that the user has set. */
export async function buildGo(work: BuildWork): Promise<BuildResult> {
  if (work.singleFile !== undefined) {
    await writeFile(join(work.project, 'go.mod'), SINGLE_FILE_MODULE);
    await runTool(goCall(work, ['mod', 'tidy']));
  }
  const program = join(work.output, 'chaincode');
  const target = await mainPackage(work.project);
  const flags = ['-trimpath', '-buildvcs=false', '-ldflags=-s -w'];
  await runTool(goCall(work, ['build', ...flags, '-o', program, target]));
  return { command: ['${output}/chaincode'], path: [] };
}
