import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isThere } from '../is-there';
import {
  distributionUrl,
  gradleOfPlugins,
  gradleOfWrapper,
  wantedJdk,
  withShadow,
  type Wanted,
} from './wanted-versions';
import type { Version } from './version';

/** The wrapper of a project. It downloads the tool version that the project requires. */
export interface Wrapper {
  /** The script, relative to the project. */
  readonly script: string;
  readonly url: string;
}

/** Build information from the files of a Java project. */
export interface JavaProject {
  readonly tool: 'maven' | 'gradle';
  /** Undefined if there is none or a part of it is missing. */
  readonly wrapper: Wrapper | undefined;
  readonly jdk: Version | undefined;
  /** What the project requires of an installed Gradle. */
  readonly gradle: readonly Wanted[];
  readonly shadow: boolean;
}

async function textOf(project: string, name: string): Promise<string> {
  const path = join(project, name);
  return (await isThere(path)) ? readFile(path, 'utf8') : '';
}

async function wrapperOf(project: string, script: string, needs: { properties: string; jar?: string }) {
  const url = distributionUrl(needs.properties);
  const jar = needs.jar === undefined || (await isThere(join(project, needs.jar)));
  return url !== undefined && jar && (await isThere(join(project, script))) ? { script, url } : undefined;
}

/** Reads `pom.xml`, or `build.gradle` in either language, and the wrapper's settings. */
export async function readJavaProject(project: string): Promise<JavaProject> {
  const pom = await textOf(project, 'pom.xml');
  if (pom !== '') {
    const properties = await textOf(project, '.mvn/wrapper/maven-wrapper.properties');
    // The script downloads what is missing, including its own jar.
    const wrapper = await wrapperOf(project, 'mvnw', { properties });
    return { tool: 'maven', wrapper, jdk: wantedJdk(pom), gradle: [], shadow: false };
  }
  const build = `${await textOf(project, 'build.gradle')}\n${await textOf(project, 'build.gradle.kts')}`;
  const properties = await textOf(project, 'gradle/wrapper/gradle-wrapper.properties');
  const jar = 'gradle/wrapper/gradle-wrapper.jar';
  return {
    tool: 'gradle',
    wrapper: await wrapperOf(project, 'gradlew', { properties, jar }),
    jdk: wantedJdk(build),
    gradle: [...gradleOfPlugins(build), ...gradleOfWrapper(properties)],
    shadow: withShadow(build),
  };
}
