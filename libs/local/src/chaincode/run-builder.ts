import type { Language } from '@heddle/contracts';
import {
  BuildProgress,
  checkProduce,
  LANGUAGE_BUILDERS,
  withOutput,
  type BuildResult,
  type BuildSource,
  type RuntimeProgress,
  type ToolCommand,
} from '@heddle/runtime';
import { sandboxBuild, type BuildFolders } from '../sandbox/build-sandbox';
import type { ChaincodeSandbox } from '../sandbox/chaincode-sandbox';
import { BuildBudget } from './build-budget';
import { buildEnvironment } from './build-environment';
import { buildMarkers } from './build-processes';
import { runTool } from './run-tool';

export interface BuilderRun {
  readonly place: BuildSource;
  readonly folders: BuildFolders;
  readonly cacheDir: string;
  readonly id: string;
  readonly language: Language;
  readonly log: (line: string) => void;
  readonly report: ((progress: RuntimeProgress) => void) | undefined;
  readonly signal: AbortSignal | undefined;
  readonly sandbox: ChaincodeSandbox;
}

/** Runs the commands of a language one after another, each in a separate sandbox, within the limits of one build. */
export async function runBuilder(run: BuilderRun): Promise<BuildResult> {
  const { place, folders, cacheDir, id, language, log, report, signal, sandbox } = run;
  const builder = LANGUAGE_BUILDERS[language];
  const markers = await buildMarkers(cacheDir, id);
  const budget = new BuildBudget(sandbox);
  const commands = await builder.prepare(place);
  const progress = new BuildProgress({ language, commands, report });
  const apart = (line: string) => progress.take(line);
  for (const [index, tool] of commands.entries()) {
    progress.begin(index);
    const args = tool.args.map((arg) => withOutput(arg, place.output));
    const { spawned, env } = await spawnedAs({ ...tool, args }, run);
    const call = { ...tool, args, env, spawned, cwd: place.project, markers, log, apart, signal, budget };
    await runTool({ ...call, language: builder.title });
  }
  progress.collect();
  await checkProduce(folders.source);
  await checkProduce(folders.output);
  return builder.finish(place);
}

interface Spawned {
  readonly spawned: readonly [string, ...string[]];
  readonly env: Readonly<Record<string, string>>;
}

async function spawnedAs(tool: ToolCommand, { place, folders, language, sandbox }: BuilderRun): Promise<Spawned> {
  const env = buildEnvironment(tool.env);
  if (sandbox.unsandboxed) return { spawned: [tool.command, ...tool.args], env };
  const { title } = LANGUAGE_BUILDERS[language];
  const command = { tool, cwd: place.project, env, language: title };
  const sandboxed = await sandboxBuild(folders, command, sandbox);
  return { spawned: sandboxed.command, env: sandboxed.env };
}
