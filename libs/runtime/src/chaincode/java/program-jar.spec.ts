import { BuildFailedError } from '../../build-errors';
import { checkJar, type JarContent } from './program-jar';

const DNS = 'io.grpc.internal.DnsNameResolverProvider';
const NAME_RESOLVERS = 'META-INF/services/io.grpc.NameResolverProvider';

const jar = (names: readonly string[], texts: Readonly<Record<string, string>>): JarContent => ({
  names: new Set(['org/hyperledger/fabric/shim/ChaincodeBase.class', ...names]),
  texts: new Map(Object.entries({ 'META-INF/MANIFEST.MF': 'Main-Class: a.Main\r\n', ...texts })),
});

function refusal(content: JarContent, tool: 'maven' | 'gradle'): BuildFailedError {
  try {
    checkJar(content, { name: 'chaincode.jar', tool });
  } catch (error) {
    if (error instanceof BuildFailedError) return error;
    throw error;
  }
  throw new Error('The jar was accepted.');
}

const grpc = 'io/grpc/internal/DnsNameResolverProvider.class';
const unmerged = jar([grpc], { [NAME_RESOLVERS]: 'io.grpc.netty.shaded.io.grpc.netty.UdsNameResolverProvider\n' });

it('a jar with merged service files is accepted', () => {
  const content = jar([grpc], { [NAME_RESOLVERS]: `other.Provider\n${DNS}\n` });
  expect(() => {
    checkJar(content, { name: 'chaincode.jar', tool: 'maven' });
  }).not.toThrow();
});

it.each([
  ['maven', 'ServicesResourceTransformer'],
  ['gradle', 'mergeServiceFiles()'],
] as const)('a jar of %s that lost a service is rejected with the line to add', (tool, line) => {
  const { message, remedy } = refusal(unmerged, tool);
  expect(message).toContain(`${NAME_RESOLVERS} does not name ${DNS}`);
  expect(remedy).toContain(line);
});

it('a jar without a main class is rejected', () => {
  const content = jar([], { 'META-INF/MANIFEST.MF': 'Manifest-Version: 1.0\r\n' });
  expect(refusal(content, 'maven').remedy).toContain('ManifestResourceTransformer');
  expect(refusal(content, 'gradle').remedy).toContain('Main-Class');
});

it('a jar without its dependencies is rejected', () => {
  const content = { ...jar([], {}), names: new Set(['a/Main.class']) };
  expect(refusal(content, 'gradle').message).toContain('holds none of the dependencies');
  expect(refusal(content, 'maven').remedy).toContain('maven-shade-plugin');
});

it('a jar of Spring Boot, which contains its dependencies as jars, is accepted', () => {
  const content = { ...jar([], {}), names: new Set(['BOOT-INF/lib/fabric-chaincode-shim-2.5.10.jar']) };
  expect(() => {
    checkJar(content, { name: 'app.jar', tool: 'gradle' });
  }).not.toThrow();
});
