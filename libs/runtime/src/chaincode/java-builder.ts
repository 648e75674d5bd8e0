import { copyFile, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { BuildFailedError } from '../build-errors';
import type { LanguageBuilder, ToolCommand } from './language-builder';

const JDK = 'Install a JDK (11 or newer) so that "javac" is on the PATH of the worker, and retry.';
const MAVEN = 'Install Maven so that "mvn" is on the PATH of the worker, and retry.';
const GRADLE = 'Install Gradle so that "gradle" is on the PATH of the worker, and retry.';

const tool = (remedy: string, command: string, ...args: string[]): ToolCommand => ({ command, args, env: {}, remedy });

const withMaven = async (project: string): Promise<boolean> => (await readdir(project)).includes('pom.xml');

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
export const javaBuilder: LanguageBuilder = {
  title: 'Java',
  async prepare({ project }) {
    const build = (await withMaven(project))
      ? tool(MAVEN, 'mvn', '--batch-mode', '--no-transfer-progress', '-DskipTests', 'package')
      : tool(GRADLE, 'gradle', '--no-daemon', '--console=plain', 'build', '-x', 'test');
    return [tool(JDK, 'javac', '-version'), build];
  },
  async finish({ project, output }) {
    const jar = await programJar(join(project, (await withMaven(project)) ? 'target' : 'build/libs'));
    await copyFile(jar, join(output, 'chaincode.jar'));
    return { command: ['java', '-XX:+UseSerialGC', '-Xmx512m', '-jar', '${output}/chaincode.jar'], path: [] };
  },
};
