import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';

/**
 * A folder that holds one chaincode.
 * @typedef {object} ChaincodeFolder
 * @property {string} folder absolute
 * @property {string} path relative to the root of the search
 * @property {string} name name under which it is deployed
 * @property {'go' | 'node' | 'java'} language
 * @property {string} shape description of how it is written
 * @property {boolean} external whether the folder holds an external server
 */

const SKIPPED = new Set(['node_modules', 'vendor', 'dist', 'target', 'build', '.git', '.gradle']);
const NODE_LIBRARIES = ['fabric-shim', 'fabric-contract-api'];
const MAX_NAME = 50;

/**
 * Every chaincode folder below another folder, sorted. Client applications, which use the same languages, are left out.
 * @param {string} root
 * @returns {ChaincodeFolder[]}
 */
export function findChaincodes(root) {
  return below(root)
    .flatMap((folder) => {
      const kind = kindOf(folder);
      return kind === undefined ? [] : [{ folder, path: relative(root, folder) || '.', ...kind }];
    })
    .map((found) => ({ ...found, name: nameOf(found.path) }))
    .sort((one, other) => one.path.localeCompare(other.path));
}

/**
 * @param {string} folder
 * @returns {string[]} itself and the folders below it
 */
function below(folder) {
  const folders = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !SKIPPED.has(entry.name))
    .flatMap((entry) => below(join(folder, entry.name)));
  return [folder, ...folders];
}

/** @param {string} folder */
function kindOf(folder) {
  return goKind(folder) ?? nodeKind(folder) ?? javaKind(folder);
}

/**
 * @param {string} folder
 * @returns {Pick<ChaincodeFolder, 'language' | 'shape' | 'external'> | undefined}
 */
function goKind(folder) {
  if (!existsSync(join(folder, 'go.mod'))) return undefined;
  const sources = goSources(folder);
  if (!/^package main$/m.test(sources)) return undefined;
  const external = ['connection.json', 'metadata.json'].every((name) => existsSync(join(folder, name)));
  if (external) return { language: 'go', shape: 'external server', external };
  const shapes = /** @type {const} */ ([
    [/\bshim\.ChaincodeServer\{/, 'own server'],
    [/\bcontractapi\./, 'contract API'],
    [/\bshim\.Start\(/, 'shim'],
  ]);
  const shape = shapes.find(([pattern]) => pattern.test(sources))?.[1];
  return shape === undefined ? undefined : { language: 'go', shape, external };
}

/** @param {string} folder */
function goSources(folder) {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.go') && !name.endsWith('_test.go') && !name.startsWith('vendor/'))
    .map((name) => readFileSync(join(folder, name), 'utf8'))
    .join('\n');
}

/**
 * @param {string} folder
 * @returns {Pick<ChaincodeFolder, 'language' | 'shape' | 'external'> | undefined}
 */
function nodeKind(folder) {
  const manifest = join(folder, 'package.json');
  if (!existsSync(manifest)) return undefined;
  const { dependencies = {} } = JSON.parse(readFileSync(manifest, 'utf8'));
  if (!NODE_LIBRARIES.some((library) => library in dependencies)) return undefined;
  const shape = existsSync(join(folder, 'tsconfig.json')) ? 'TypeScript' : 'JavaScript';
  return { language: 'node', shape, external: false };
}

/**
 * @param {string} folder
 * @returns {Pick<ChaincodeFolder, 'language' | 'shape' | 'external'> | undefined}
 */
function javaKind(folder) {
  const builds = /** @type {const} */ ([
    ['pom.xml', 'Maven'],
    ['build.gradle', 'Gradle'],
    ['build.gradle.kts', 'Gradle'],
  ]);
  const build = builds.find(([file]) => existsSync(join(folder, file)));
  if (build === undefined) return undefined;
  const isChaincode = readFileSync(join(folder, build[0]), 'utf8').includes('fabric-chaincode-shim');
  return isChaincode ? { language: 'java', shape: build[1], external: false } : undefined;
}

/**
 * A chaincode name derived from the folder. Fabric allows letters, digits and single hyphens.
 * @param {string} path
 */
export function nameOf(path) {
  const name = path
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
  return name.length <= MAX_NAME ? name || 'chaincode' : name.slice(-MAX_NAME).replace(/^-/, '');
}
