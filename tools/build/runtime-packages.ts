/**
 * node tools/build/runtime-packages.ts <app> <target>
 *
 * Copies the packages that a built application imports, and their dependencies, from node_modules to <target>/node_modules.
 * The console's packages and the tools are left out.
 */
import { cpSync, existsSync, readFileSync, readdirSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import ts from 'typescript';
import { fromRoot } from '../lib/root.mjs';

/** An entry of package-lock.json. */
interface LockedPackage {
  readonly dependencies?: Record<string, string>;
  readonly optionalDependencies?: Record<string, string>;
  readonly peerDependencies?: Record<string, string>;
  readonly peerDependenciesMeta?: Record<string, { optional?: boolean }>;
  readonly optional?: boolean;
}

/** By path, such as `node_modules/a/node_modules/b`; '' is the workspace. */
type Locked = Record<string, LockedPackage>;

/**
 * The packages that a bundle's files import or resolve. TypeScript's scanner is used because the bundle also holds
 * programs in other languages as templates, with text that looks like imports.
 */
export function importedPackages(sources: readonly string[]): string[] {
  const ids = sources.flatMap((source) => [
    ...ts.preProcessFile(source, true, false).importedFiles.map(({ fileName }) => fileName),
    ...[...source.matchAll(/\bresolve\(\s*["']([^"'\s]+)["']/g)].map(([, id = '']) => id),
  ]);
  const names = new Set(ids.map(packageOf));
  return [...names].filter((name) => name !== '' && !builtinModules.includes(name)).sort();
}

/** @param id as imported, such as `@a/b/file.js` */
function packageOf(id: string) {
  if (/^[./]|^node:/.test(id)) return '';
  return id
    .split('/')
    .slice(0, id.startsWith('@') ? 2 : 1)
    .join('/');
}

/**
 * The paths of the packages and of all their dependencies.
 * @returns sorted
 */
export function closure(locked: Locked, names: readonly string[]): string[] {
  const found = new Set<string>();
  const waiting = names.map((name) => ({ from: '', name, needed: true }));
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const place = nearest(locked, next.from, next.name);
    if (place === undefined && next.needed)
      throw new Error(`${next.name} is needed by ${next.from || 'the bundle'} and is not in package-lock.json.`);
    if (place === undefined || found.has(place)) continue;
    found.add(place);
    waiting.push(...neededBy(locked, place));
  }
  return [...found].sort();
}

/**
 * The dependencies of a package. An optional peer counts when the workspace depends on it itself: libraries take their
 * database driver or HTTP server this way.
 */
function neededBy(locked: Locked, from: string) {
  const {
    dependencies = {},
    optionalDependencies = {},
    peerDependencies = {},
    peerDependenciesMeta = {},
  } = locked[from] ?? {};
  const ours = locked['']?.dependencies ?? {};
  const peers = Object.keys(peerDependencies).filter((name) => !peerDependenciesMeta[name]?.optional || name in ours);
  return [
    ...Object.keys(dependencies).map((name) => ({ from, name, needed: !(name in optionalDependencies) })),
    ...[...Object.keys(optionalDependencies), ...peers].map((name) => ({ from, name, needed: false })),
  ];
}

/** Resolves a package as Node does: beside the package that imports it, then further up. */
function nearest(locked: Locked, from: string, name: string): string | undefined {
  for (let folder = from; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('node_modules/') - 1))) {
    const place = `${folder === '' ? '' : `${folder}/`}node_modules/${name}`;
    if (place in locked) return place;
    if (folder === '') return undefined;
  }
}

/** Files that no program reads at run time. */
const LEFT_OUT = /\.(d\.[cm]?ts|[cm]?js\.map|md|markdown|tsbuildinfo|c|cc|cpp|h|hpp|gypi?|o|a)$/;

function copyPackages(app: string, target: string) {
  const bundle = fromRoot('dist', 'apps', app);
  const files = readdirSync(bundle).filter((file) => file.endsWith('.js'));
  const names = importedPackages(files.map((file) => readFileSync(join(bundle, file), 'utf8')));
  const { packages } = JSON.parse(readFileSync(fromRoot('package-lock.json'), 'utf8')) as { packages: Locked };
  // npm leaves out only packages for other platforms.
  const places = closure(packages, names).filter((place) => !packages[place]?.optional || existsSync(fromRoot(place)));
  for (const place of places) copyOne(place, target);
  return places;
}

function copyOne(place: string, target: string) {
  const from = fromRoot(place);
  cpSync(from, join(target, place), {
    recursive: true,
    // A package's nested node_modules holds packages with their own entries in the lock file.
    filter: (source) =>
      source === from || !(LEFT_OUT.test(source) || source.slice(from.length).includes('node_modules')),
  });
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const [app, target] = process.argv.slice(2);
  if (app === undefined || target === undefined) {
    process.stderr.write('Usage: node tools/build/runtime-packages.ts <app> <target>\n');
    process.exitCode = 2;
  } else {
    for (const place of copyPackages(app, target)) process.stdout.write(`${place}\n`);
  }
}
