import { access, readFile, rename, rmdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { BuildFailedError } from '../build-errors';
import type { LanguageBuilder, ToolCommand } from './language-builder';

const REMEDY =
  'Install npm (it comes with Node.js, https://nodejs.org) so that "npm" is on the PATH of the worker, and retry.';
const QUIET = ['--ignore-scripts', '--no-audit', '--no-fund', '--no-update-notifier'];

const PackageJson = z.object({
  scripts: z.record(z.string(), z.string()).default({}),
  devDependencies: z.record(z.string(), z.string()).default({}),
});
type PackageJson = z.infer<typeof PackageJson>;

const SERVER =
  'fabric-chaincode-node server --chaincode-address=$CHAINCODE_SERVER_ADDRESS --chaincode-id=$CHAINCODE_ID --chaincode-tls-key-file=$CHAINCODE_TLS_KEY --chaincode-tls-cert-file=$CHAINCODE_TLS_CERT';

function singleFilePackage(file: string): unknown {
  const typescript = file.endsWith('.ts');
  const options =
    '--target es2022 --module node16 --moduleResolution node16 --experimentalDecorators --emitDecoratorMetadata --skipLibCheck --outDir dist';
  return {
    name: 'chaincode',
    version: '1.0.0',
    private: true,
    main: typescript ? `dist/${file.replace(/\.ts$/, '.js')}` : file,
    scripts: { start: SERVER, ...(typescript ? { build: `tsc ${options} ${file}` } : {}) },
    dependencies: { 'fabric-contract-api': '2.5.8', 'fabric-shim': '2.5.8' },
    devDependencies: typescript ? { typescript: '6.0.3', '@types/node': '24.19.2' } : {},
  };
}

const npm = (...args: string[]): ToolCommand => ({ command: 'npm', args, env: { CI: 'true' }, remedy: REMEDY });

async function readPackage(project: string): Promise<PackageJson> {
  const text = await readFile(join(project, 'package.json'), 'utf8');
  try {
    return PackageJson.parse(JSON.parse(text));
  } catch (error) {
    throw new BuildFailedError(
      `package.json cannot be read: ${error instanceof Error ? error.message : 'not JSON'}`,
      [],
    );
  }
}

function startScript({ scripts }: PackageJson): string {
  const { start } = scripts;
  if (start !== undefined) return start;
  throw new BuildFailedError('package.json has no start script.', [], `Add a script "start", such as: ${SERVER}`);
}

const isThere = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

/**
 * Installs dependencies without running their scripts, runs the project's own `build`, and keeps the project without
 * its development dependencies. It is started by its own start script, as `npm start` would.
 */
export const nodeBuilder: LanguageBuilder = {
  title: 'Node.js',
  async prepare({ project, singleFile }) {
    if (singleFile !== undefined) {
      await writeFile(join(project, 'package.json'), JSON.stringify(singleFilePackage(singleFile), null, 2));
    }
    const manifest = await readPackage(project);
    startScript(manifest);
    const locked = await isThere(join(project, 'package-lock.json'));
    const commands = [npm(locked ? 'ci' : 'install', '--include=dev', ...QUIET)];
    if (manifest.scripts['build'] !== undefined) commands.push(npm('run', 'build'));
    if (Object.keys(manifest.devDependencies).length > 0) commands.push(npm('prune', '--omit=dev', ...QUIET));
    return commands;
  },
  async finish({ project, output }) {
    const start = startScript(await readPackage(project));
    await rmdir(output);
    await rename(project, output);
    return { command: ['/bin/sh', '-c', start], path: ['node_modules/.bin'] };
  },
};
