import { rename, rm, rmdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { BuildFailedError } from '../build-errors';
import type { BuildPhase } from './build-phases';
import { isThere } from './is-there';
import type { LanguageBuilder, ToolCommand } from './language-builder';
import { adaptClient, PRELOAD } from './node-adapter';
import { checkMain, checkNodeOutput } from './node-output';
import { readPackage, wantedNode, type PackageJson } from './node-package';
import { nodeStart, SHIM_SERVER, type NodeStart } from './node-start';

const REMEDY =
  'Install npm (it comes with Node.js, https://nodejs.org) so that "npm" is on the PATH of the worker, then retry.';
const QUIET = ['--ignore-scripts', '--no-audit', '--no-fund', '--no-update-notifier'];
/** A registry that refuses connections fails the build within seconds; one that does not answer, within two minutes. */
const PATIENCE = [
  '--fetch-retries=1',
  '--fetch-retry-mintimeout=1000',
  '--fetch-retry-maxtimeout=5000',
  '--fetch-timeout=60000',
];
/** The minimum Node.js version that Heddle builds with. */
const OLDEST_NODE = 20;

function singleFilePackage(file: string): unknown {
  const typescript = file.endsWith('.ts');
  return {
    name: 'chaincode',
    version: '1.0.0',
    private: true,
    main: typescript ? `dist/${file.replace(/\.ts$/, '.js')}` : file,
    scripts: typescript ? { build: 'tsc --project tsconfig.json' } : {},
    dependencies: { 'fabric-contract-api': '2.5.8', 'fabric-shim': '2.5.8' },
    devDependencies: typescript ? { typescript: '6.0.3', '@types/node': '24.19.2' } : {},
  };
}

/**
 * Passes the file name to the compiler as an argument: npm runs scripts in a shell, and no uploaded name may reach a
 * shell.
 */
function singleFileCompilation(file: string): unknown {
  return {
    compilerOptions: {
      target: 'es2022',
      module: 'node16',
      moduleResolution: 'node16',
      experimentalDecorators: true,
      emitDecoratorMetadata: true,
      skipLibCheck: true,
      rootDir: '.',
      outDir: 'dist',
    },
    files: [file],
  };
}

async function completeSingleFile(project: string, file: string): Promise<void> {
  const write = (name: string, content: unknown) => writeFile(join(project, name), JSON.stringify(content, null, 2));
  await write('package.json', singleFilePackage(file));
  if (file.endsWith('.ts')) await write('tsconfig.json', singleFileCompilation(file));
}

/** Users see npm's messages about a failure, even if Heddle itself was started by a silent npm. */
const npm = (phase: BuildPhase, ...args: string[]): ToolCommand => ({
  command: 'npm',
  args: [...args, '--loglevel=notice'],
  env: { CI: 'true' },
  phase,
  remedy: REMEDY,
});

/** npm as the package manager. It runs no code of the project, so it has its cache and the user's settings. */
const packages = (phase: BuildPhase, ...args: string[]): ToolCommand => ({
  ...npm(phase, ...args, ...QUIET),
  cache: 'npm',
});

function startOf(manifest: PackageJson): NodeStart {
  const start = nodeStart(manifest);
  if (start !== undefined) return start;
  throw new BuildFailedError(
    'package.json has no start script.',
    [],
    `Add "fabric-shim" to "dependencies", or a script "start" that serves the chaincode, such as: ${SHIM_SERVER}`,
  );
}

/** A Node.js that is older than required fails here instead of later in the build. */
function checkNode(manifest: PackageJson): ToolCommand[] {
  const wanted = wantedNode(manifest);
  if (wanted <= OLDEST_NODE) return [];
  const said = `heddle: package.json asks for Node.js ${wanted} or newer; this is `;
  const check = `if (Number(process.versions.node.split('.')[0]) < ${wanted}) { console.error('${said}' + process.versions.node); process.exit(1); }`;
  return [{ command: 'node', args: ['--eval', check], env: {}, phase: 'check', remedy: REMEDY }];
}

/** Whether the archive contains the dependencies of the project and its build. */
async function bringsModules(
  project: string,
  { dependencies, devDependencies, scripts }: PackageJson,
): Promise<boolean> {
  const names = Object.keys({ ...dependencies, ...(scripts['build'] !== undefined && devDependencies) });
  const there = await Promise.all(names.map((name) => isThere(join(project, 'node_modules', name, 'package.json'))));
  return names.length > 0 && there.every(Boolean);
}

/** Completes the project's dependencies for the build, and reduces them afterwards to those needed at run time. */
async function dependencyCommands(
  project: string,
  manifest: PackageJson,
): Promise<{ before: ToolCommand; after: ToolCommand[] }> {
  if (await bringsModules(project, manifest)) {
    // Archives contain the links to programs as copies, or not at all.
    await rm(join(project, 'node_modules/.bin'), { recursive: true, force: true });
    return { before: packages('dependencies', 'rebuild', '--offline'), after: [] };
  }
  const locks = ['package-lock.json', 'npm-shrinkwrap.json'].map((name) => isThere(join(project, name)));
  const locked = (await Promise.all(locks)).some(Boolean);
  const develops = Object.keys(manifest.devDependencies).length > 0;
  return {
    before: packages('dependencies', locked ? 'ci' : 'install', '--include=dev', ...PATIENCE),
    after: develops ? [packages('prune', 'prune', '--omit=dev', ...PATIENCE)] : [],
  };
}

/** The scripts that `npm start` and `npm install` would also run: `prepare` compiles if there is no `build`. */
async function compile(project: string, { scripts, main = 'index.js' }: PackageJson): Promise<ToolCommand[]> {
  const run = (name: string) => (scripts[name] === undefined ? [] : [npm('compile', 'run', name)]);
  const built = scripts['build'] !== undefined || (await isThere(join(project, main)));
  return [...run(built ? 'build' : 'prepare'), ...run('prestart')];
}

/**
 * Installs dependencies without running their scripts, or uses those in the archive, runs the project's `build`, and
 * keeps the project without its development dependencies. The shim's own server runs it if its start script is the
 * shim's command; otherwise its start script does.
 */
export const nodeBuilder: LanguageBuilder = {
  title: 'Node.js',
  async prepare({ project, singleFile }) {
    if (singleFile !== undefined) await completeSingleFile(project, singleFile);
    const manifest = await readPackage(project);
    const compiling = await compile(project, manifest);
    const { by, script } = startOf(manifest);
    if (by === 'own') await adaptClient(project);
    else if (compiling.length === 0 && !script.includes('--module-path')) await checkMain(project, manifest);
    const { before, after } = await dependencyCommands(project, manifest);
    return [...checkNode(manifest), before, ...compiling, ...after];
  },
  async finish({ project, output }) {
    const manifest = await readPackage(project);
    const start = startOf(manifest);
    await checkNodeOutput(project, manifest, start);
    const adapted = await isThere(join(project, PRELOAD));
    await rmdir(output);
    await rename(project, output);
    const before = adapted ? `export NODE_OPTIONS="--require=\\"$PWD/${PRELOAD}\\" $NODE_OPTIONS"; ` : '';
    return { command: ['/bin/sh', '-c', `${before}${start.script}`], path: ['node_modules/.bin'] };
  },
};
