import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';

/** A folder that holds one chaincode. */
export interface ChaincodeFolder {
  /** Absolute. */
  readonly folder: string;
  /** Relative to the root of the search. */
  readonly path: string;
  /** Name under which it is deployed. */
  readonly name: string;
  readonly language: 'go' | 'node' | 'java';
  /** Description of how it is written. */
  readonly shape: string;
  /** Whether the folder holds an external server. */
  readonly external: boolean;
}

const SKIPPED = new Set(['node_modules', 'vendor', 'dist', 'target', 'build', '.git', '.gradle']);
const NODE_LIBRARIES = ['fabric-shim', 'fabric-contract-api'];
const MAX_NAME = 50;

/**
 * Every chaincode folder below another folder, sorted. Client applications, which use the same languages, are left out.
 */
export function findChaincodes(root: string): ChaincodeFolder[] {
  return below(root)
    .flatMap((folder) => {
      const kind = kindOf(folder);
      return kind === undefined ? [] : [{ folder, path: relative(root, folder) || '.', ...kind }];
    })
    .map((found) => ({ ...found, name: nameOf(found.path) }))
    .sort((one, other) => one.path.localeCompare(other.path));
}

/** The folder and those below it. */
function below(folder: string): string[] {
  const folders = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !SKIPPED.has(entry.name))
    .flatMap((entry) => below(join(folder, entry.name)));
  return [folder, ...folders];
}

type Kind = Pick<ChaincodeFolder, 'language' | 'shape' | 'external'>;

function kindOf(folder: string): Kind | undefined {
  return goKind(folder) ?? nodeKind(folder) ?? javaKind(folder);
}

function goKind(folder: string): Kind | undefined {
  if (!existsSync(join(folder, 'go.mod'))) return undefined;
  const sources = goSources(folder);
  if (!/^package main$/m.test(sources)) return undefined;
  const external = ['connection.json', 'metadata.json'].every((name) => existsSync(join(folder, name)));
  if (external) return { language: 'go', shape: 'external server', external };
  const shapes = [
    [/\bshim\.ChaincodeServer\{/, 'own server'],
    [/\bcontractapi\./, 'contract API'],
    [/\bshim\.Start\(/, 'shim'],
  ] as const;
  const shape = shapes.find(([pattern]) => pattern.test(sources))?.[1];
  return shape === undefined ? undefined : { language: 'go', shape, external };
}

function goSources(folder: string): string {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.go') && !name.endsWith('_test.go') && !name.startsWith('vendor/'))
    .map((name) => readFileSync(join(folder, name), 'utf8'))
    .join('\n');
}

function nodeKind(folder: string): Kind | undefined {
  const manifest = join(folder, 'package.json');
  if (!existsSync(manifest)) return undefined;
  const { dependencies = {} } = JSON.parse(readFileSync(manifest, 'utf8')) as { dependencies?: object };
  if (!NODE_LIBRARIES.some((library) => library in dependencies)) return undefined;
  const shape = existsSync(join(folder, 'tsconfig.json')) ? 'TypeScript' : 'JavaScript';
  return { language: 'node', shape, external: false };
}

function javaKind(folder: string): Kind | undefined {
  const builds = [
    ['pom.xml', 'Maven'],
    ['build.gradle', 'Gradle'],
    ['build.gradle.kts', 'Gradle'],
  ] as const;
  const build = builds.find(([file]) => existsSync(join(folder, file)));
  if (build === undefined) return undefined;
  const isChaincode = readFileSync(join(folder, build[0]), 'utf8').includes('fabric-chaincode-shim');
  return isChaincode ? { language: 'java', shape: build[1], external: false } : undefined;
}

/** A chaincode name derived from the folder. Fabric allows letters, digits and single hyphens. */
export function nameOf(path: string): string {
  const name = path
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
  return name.length <= MAX_NAME ? name || 'chaincode' : name.slice(-MAX_NAME).replace(/^-/, '');
}
