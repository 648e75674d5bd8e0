import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readJavaProject, type JavaProject } from './java/java-project';
import { programJar } from './java/program-jar';
import { gradleCheck, jdkCheck, wrapperCheck } from './java/tool-checks';
import type { LanguageBuilder, ToolCommand } from './language-builder';

const MAVEN = 'Install Maven so that "mvn" is on the PATH of the worker, then retry.';
const GRADLE = 'Install Gradle so that "gradle" is on the PATH of the worker, then retry.';
const GRADLE_WRAPPER = { name: 'Gradle', jar: 'gradle/wrapper/gradle-wrapper.jar', cache: 'gradle' } as const;
const MAVEN_WRAPPER = { name: 'Maven', jar: '.mvn/wrapper', cache: 'maven' } as const;

/** Runs the project's wrapper, which may have lost its executable bit in an archive, or the installed tool. */
function withTool({ wrapper, tool }: JavaProject, installed: string, args: readonly string[]): ToolCommand {
  const title = [wrapper?.script ?? installed, ...args.filter((arg) => !arg.startsWith('-'))].join(' ');
  return wrapper === undefined
    ? { command: installed, args, env: {}, phase: 'compile', remedy: tool === 'maven' ? MAVEN : GRADLE, cache: tool }
    : {
        command: '/bin/sh',
        args: [`./${wrapper.script}`, ...args],
        env: {},
        phase: 'compile',
        title,
        remedy: '',
        cache: tool,
      };
}

function mavenBuild(project: JavaProject): readonly ToolCommand[] {
  const fetched = project.wrapper === undefined ? [] : [wrapperCheck(project.wrapper, MAVEN_WRAPPER)];
  const args = ['--batch-mode', '--no-transfer-progress', '-DskipTests', 'package'];
  return [...fetched, withTool(project, 'mvn', args)];
}

function gradleBuild(project: JavaProject): readonly ToolCommand[] {
  const first = project.wrapper === undefined ? gradleCheck(project) : wrapperCheck(project.wrapper, GRADLE_WRAPPER);
  const tasks = project.shadow ? ['shadowJar'] : ['build', '-x', 'test'];
  return [first, withTool(project, 'gradle', ['--no-daemon', '--console=plain', ...tasks])];
}

/**
 * Builds with Maven or Gradle, depending on the project, and with the project's wrapper if it has one. Missing tools
 * are detected before anything is compiled. A jar that would start but never register is rejected.
 */
export const javaBuilder: LanguageBuilder = {
  title: 'Java',
  async prepare({ project: folder }) {
    const project = await readJavaProject(folder);
    return [jdkCheck(project), ...(project.tool === 'maven' ? mavenBuild(project) : gradleBuild(project))];
  },
  async finish({ project, output }) {
    const { tool } = await readJavaProject(project);
    const jar = await programJar(join(project, tool === 'maven' ? 'target' : 'build/libs'), tool);
    await copyFile(jar, join(output, 'chaincode.jar'));
    return { command: ['java', '-XX:+UseSerialGC', '-Xmx512m', '-jar', '${output}/chaincode.jar'], path: [] };
  },
};
