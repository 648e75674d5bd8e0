import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { openPromise } from 'yauzl';
import { BuildFailedError } from '../../build-errors';
import type { JavaProject } from './java-project';

type Tool = JavaProject['tool'];

const MANIFEST = 'META-INF/MANIFEST.MF';
const SHIM = 'org/hyperledger/fabric/shim/ChaincodeBase.class';
/** A jar of Spring Boot's plugin contains its dependencies as jars. */
const NESTED_SHIM = /^BOOT-INF\/lib\/fabric-chaincode-shim-.*\.jar$/;
const SERVICES = 'META-INF/services/';

/** Several gRPC jars have provider files of the same name. If they are not merged, only the last file remains. */
const PROVIDERS: readonly (readonly [service: string, provider: string])[] = [
  ['io.grpc.NameResolverProvider', 'io.grpc.internal.DnsNameResolverProvider'],
  ['io.grpc.NameResolverProvider', 'io.grpc.netty.shaded.io.grpc.netty.UdsNameResolverProvider'],
  ['io.grpc.LoadBalancerProvider', 'io.grpc.internal.PickFirstLoadBalancerProvider'],
  ['io.grpc.LoadBalancerProvider', 'io.grpc.util.OutlierDetectionLoadBalancerProvider'],
];

const classOf = (name: string): string => `${name.replaceAll('.', '/')}.class`;

/** Content of a jar: the names of its entries, and the texts that show whether it can serve. */
export interface JarContent {
  readonly names: ReadonlySet<string>;
  readonly texts: ReadonlyMap<string, string>;
}

export async function readJar(path: string): Promise<JarContent> {
  const names = new Set<string>();
  const texts = new Map<string, string>();
  const zip = await openPromise(path, { lazyEntries: true, autoClose: false });
  try {
    for await (const entry of zip.eachEntry()) {
      const { fileName } = entry;
      names.add(fileName);
      if (fileName !== MANIFEST && !(fileName.startsWith(SERVICES) && !fileName.endsWith('/'))) continue;
      texts.set(fileName, (await buffer(await zip.openReadStreamPromise(entry))).toString('utf8'));
    }
  } finally {
    zip.close();
  }
  return { names, texts };
}

const MAIN_CLASS: Readonly<Record<Tool, string>> = {
  maven:
    'Add to the shade plugin: <transformer implementation="org.apache.maven.plugins.shade.resource.ManifestResourceTransformer"><mainClass>org.hyperledger.fabric.contract.ContractRouter</mainClass></transformer>.',
  gradle:
    "Add to build.gradle: jar { manifest { attributes 'Main-Class': 'org.hyperledger.fabric.contract.ContractRouter' } }.",
};
const ONE_JAR: Readonly<Record<Tool, string>> = {
  maven: 'Add maven-shade-plugin with the goal "shade" in the phase "package" to pom.xml.',
  gradle: "Add the plugin 'com.gradleup.shadow' to build.gradle, so that shadowJar puts the dependencies into the jar.",
};
const MERGED: Readonly<Record<Tool, string>> = {
  maven:
    'Add to the shade plugin: <transformer implementation="org.apache.maven.plugins.shade.resource.ServicesResourceTransformer" />.',
  gradle: 'Add to build.gradle: shadowJar { mergeServiceFiles() }.',
};

/**
 * Rejects a jar that would start but never register.
 *
 * @throws BuildFailedError with the line to add to the project's build file
 */
export function checkJar({ names, texts }: JarContent, { name, tool }: { name: string; tool: Tool }): void {
  if (!/^Main-Class:/m.test(texts.get(MANIFEST) ?? '')) {
    throw new BuildFailedError(`${name} has no Main-Class in its manifest.`, [], MAIN_CLASS[tool]);
  }
  if (!names.has(SHIM) && ![...names].some((entry) => NESTED_SHIM.test(entry))) {
    throw new BuildFailedError(`${name} holds none of the dependencies, not even Fabric's shim.`, [], ONE_JAR[tool]);
  }
  const lost = PROVIDERS.find(
    ([service, provider]) =>
      names.has(classOf(provider)) && !(texts.get(`${SERVICES}${service}`) ?? '').includes(provider),
  );
  if (lost !== undefined) {
    const [service, provider] = lost;
    const what = `${name} has lost a service of gRPC: ${SERVICES}${service} does not name ${provider}, as the files of several jars were not merged.`;
    throw new BuildFailedError(what, [], MERGED[tool]);
  }
}

/**
 * The program among the built jars: `chaincode.jar` as expected by Fabric's own builder, otherwise the largest one.
 *
 * @throws BuildFailedError if there is none, or one that cannot serve
 */
export async function programJar(folder: string, tool: Tool): Promise<string> {
  const names = (await jarsIn(folder)).filter((name) => !/^original-|-(sources|javadoc|plain)\.jar$/.test(name));
  const sized = await Promise.all(names.map(async (name) => ({ name, size: (await stat(join(folder, name))).size })));
  sized.sort((one, other) => other.size - one.size);
  const best = sized.find(({ name }) => name === 'chaincode.jar') ?? sized[0];
  if (best === undefined) {
    throw new BuildFailedError(
      'The build created no jar.',
      [],
      'Change the build so that it creates chaincode.jar with all dependencies in it.',
    );
  }
  const path = join(folder, best.name);
  checkJar(await readJar(path), { name: best.name, tool });
  return path;
}

async function jarsIn(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).filter((name) => name.endsWith('.jar'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}
