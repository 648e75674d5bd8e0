import { realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { which } from '../../lib/run.mjs';
import type { Image } from './archive.ts';
import type { Base } from './images.ts';
import { PATH, libraryEntries, sharedLibraries, stamp } from './programs.ts';
import { copyOf, folder } from './tree.ts';

/** The Java image that clusters use when their settings name no other. */
const REFERENCE = 'docker.io/library/maven:3.9-eclipse-temurin-21';

const JAVA_HOME = '/opt/java/openjdk';
const MAVEN_HOME = '/usr/share/maven';

/**
 * Files left out: the parts of a JDK that neither compile nor run anything, and Maven's settings for the machine's
 * mirrors, with their credentials.
 */
const LEFT = ['demo', 'docs', 'include', 'jmods', 'legal', 'lib/src.zip', 'man'];
const LEFT_OF_MAVEN = ['conf/settings.xml', 'conf/toolchains.xml', 'man'];

/** The libraries that a server or a compiler loads; the JDK's other libraries are for desktop applications. */
const LOADED = ['bin/java', 'bin/javac', 'lib/server/libjvm.so', 'lib/libnet.so', 'lib/libnio.so', 'lib/libzip.so'];

/** The machine's JDK and Maven, laid out as in the official image. No image is built if one of them is missing. */
export async function java(base: Base, env: NodeJS.ProcessEnv): Promise<Image[]> {
  const [javac, mvn] = [which('javac', env), which('mvn', env)];
  if (javac === undefined || mvn === undefined) return [];
  const [jdk, maven] = [homeOf(javac), homeOf(mvn)];
  const needed = await sharedLibraries(LOADED.map((path) => join(jdk, path)));
  const libraries = needed.filter((path) => !path.startsWith(`${jdk}/`));
  const layer = () => [
    ...libraryEntries(libraries),
    ...['/opt', '/opt/java', '/usr/share'].map((path) => folder(path)),
    ...copyOf(JAVA_HOME, jdk, (path) => !LEFT.includes(path)),
    ...copyOf(MAVEN_HOME, maven, (path) => !LEFT_OF_MAVEN.includes(path)),
  ];
  const programs = [join(jdk, 'release'), join(jdk, 'lib/modules'), join(maven, 'bin/mvn')];
  return [
    {
      reference: REFERENCE,
      inputs: [...base.inputs, ...[...programs, ...libraries].map(stamp)],
      config: {
        Env: [`PATH=${JAVA_HOME}/bin:${MAVEN_HOME}/bin:${PATH}`, `JAVA_HOME=${JAVA_HOME}`, `MAVEN_HOME=${MAVEN_HOME}`],
        Cmd: ['mvn'],
      },
      layers: [...base.layers, layer],
    },
  ];
}

/** @param program in the bin folder of its installation, or a link to it */
function homeOf(program: string): string {
  return dirname(dirname(realpathSync(program)));
}
