import { BuildFailedError } from '@heddle/runtime';
import { copyFile, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { buildEnvironment } from './build-environment';
import type { BuildResult, BuildWork } from './language-builder';
import { runTool, type ToolCall } from './run-tool';

const JDK = 'Install a JDK (11 or newer) so that "javac" is on the PATH of the worker, and retry.';
const MAVEN = 'Install Maven so that "mvn" is on the PATH of the worker, and retry.';
const GRADLE = 'Install Gradle so that "gradle" is on the PATH of the worker, and retry.';

function call(
  { project, log, signal, markers }: BuildWork,
  command: string,
  args: readonly string[],
  remedy: string,
): ToolCall {
  return { command, args, cwd: project, env: buildEnvironment(), markers, log, signal, language: 'Java', remedy };
}

/** The program among the built jars: `chaincode.jar` as Fabric's own builder expects it, else the largest. */
async function programJar(folder: string): Promise<string> {
  const names = (await readdir(folder)).filter(
    (name) => name.endsWith('.jar') && !/^original-|-(sources|javadoc|plain)\.jar$/.test(name),
  );
  const sized = await Promise.all(names.map(async (name) => ({ name, size: (await stat(join(folder, name))).size })));
  sized.sort((one, other) => other.size - one.size);
  const best = sized.find(({ name }) => name === 'chaincode.jar') ?? sized[0];
  if (best !== undefined) return join(folder, best.name);
  throw new BuildFailedError(
    'The build made no jar.',
    [],
    'Let the build make chaincode.jar with all dependencies in it.',
  );
}

/** Builds with Maven or Gradle, whichever the project is written for. Tests build with Maven only. */
export async function buildJava(work: BuildWork): Promise<BuildResult> {
  await runTool(call(work, 'javac', ['-version'], JDK));
  const maven = (await readdir(work.project)).includes('pom.xml');
  if (maven)
    await runTool(call(work, 'mvn', ['--batch-mode', '--no-transfer-progress', '-DskipTests', 'package'], MAVEN));
  else await runTool(call(work, 'gradle', ['--no-daemon', '--console=plain', 'build', '-x', 'test'], GRADLE));
  const jar = await programJar(join(work.project, maven ? 'target' : 'build/libs'));
  await copyFile(jar, join(work.output, 'chaincode.jar'));
  return { command: ['java', '-XX:+UseSerialGC', '-Xmx512m', '-jar', '${output}/chaincode.jar'], path: [] };
}
