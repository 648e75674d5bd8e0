import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { buildChaincode, type ChaincodeBuild } from './build-chaincode';
import { builtProgram } from './built-chaincode';

const run = promisify(execFile);
const TIMEOUT_MS = 120_000;
/** Less than npm waits between its own two retries: 10 s and 60 s. */
const RETRIES_MS = 60_000;
/** No process listens here. */
const NOWHERE = 'http://127.0.0.1:9/';
const FIXTURES = join(__dirname, '../../../testing/fixtures/shapes');

let folder: string;
let cacheDir: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'heddle-offline-'));
  cacheDir = join(folder, 'builds');
});
afterEach(async () => {
  // Files in a module cache are read-only.
  await run('chmod', ['-R', 'u+w', folder]);
  await rm(folder, { recursive: true });
});

/** A fixture as its author has it on disk. */
async function project(shape: string): Promise<string> {
  const target = join(folder, shape);
  await cp(join(FIXTURES, shape), target, { recursive: true });
  return target;
}

/** Packs all files of a project's folder, including links. */
async function build(source: string): Promise<ChaincodeBuild> {
  const archive = join(folder, 'source.tar.gz');
  await run('tar', ['-czf', archive, '-C', source, '.']);
  return buildChaincode({ archive, fileName: 'source.tar.gz', cacheDir, nodes: folder, log: () => undefined });
}

async function withEnvironment<T>(settings: Readonly<Record<string, string>>, work: () => Promise<T>): Promise<T> {
  const before = Object.keys(settings).map((name) => [name, process.env[name]] as const);
  Object.assign(process.env, settings);
  try {
    return await work();
  } finally {
    for (const [name, value] of before) {
      if (value === undefined) Reflect.deleteProperty(process.env, name);
      else process.env[name] = value;
    }
  }
}

const withoutModules = <T>(work: () => Promise<T>): Promise<T> =>
  withEnvironment({ GOPROXY: NOWHERE, GOMODCACHE: join(folder, 'modules') }, work);

/** npm also uses a proxy for addresses of this machine. */
const withoutProxy = <T>(work: () => Promise<T>): Promise<T> =>
  withEnvironment({ NO_PROXY: '*', no_proxy: '*', npm_config_noproxy: '127.0.0.1' }, work);

/** Set by "npm start --silent" for all its child processes. */
const startedBySilentNpm = <T>(work: () => Promise<T>): Promise<T> =>
  withEnvironment({ npm_config_loglevel: 'silent' }, work);

const unreachable = (registry: string) => ({
  code: 'registry_unreachable',
  retryable: true,
  message: expect.stringContaining(registry) as string,
});

async function withNpmrc(registry: string): Promise<string> {
  const source = await project('node-start');
  await writeFile(join(source, '.npmrc'), `registry=${registry}\ncache=${join(folder, 'npm')}\n`);
  return source;
}

it(
  'a Node.js project fails if its registry refuses connections, without retries',
  async () => {
    const source = await withNpmrc(NOWHERE);
    await expect(startedBySilentNpm(() => withoutProxy(() => build(source)))).rejects.toMatchObject({
      ...unreachable('npm registry was not reached'),
      cause: expect.stringContaining('ECONNREFUSED') as string,
    });
  },
  RETRIES_MS,
);

it.each([401, 403, 407])(
  'a Node.js project reports that its registry answers %d',
  async (status) => {
    const registry = createServer((_, response) => response.writeHead(status).end());
    await once(registry.listen(0, '127.0.0.1'), 'listening');
    try {
      const { port } = registry.address() as AddressInfo;
      const source = await withNpmrc(`http://127.0.0.1:${port}/`);
      await expect(withoutProxy(() => build(source))).rejects.toMatchObject(unreachable('npm registry refused'));
    } finally {
      registry.close();
    }
  },
  TIMEOUT_MS,
);

it(
  'a Node.js project with node_modules builds without its registry',
  async () => {
    const source = await project('node-start');
    await run('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: source });
    await writeFile(join(source, '.npmrc'), `registry=${NOWHERE}\ncache=${join(folder, 'npm')}\n`);
    const { id } = await build(source);
    const { cwd } = await builtProgram(cacheDir, id);
    const { stdout } = await run(join(cwd, 'node_modules/.bin/fabric-chaincode-node'), ['--version']);
    expect(stdout).toContain('2.5.8');
  },
  TIMEOUT_MS,
);

it(
  'a Go project fails if the module proxy refuses connections, and builds with vendor',
  async () => {
    const source = await project('go-shim');
    await mkdir(join(folder, 'modules'));
    await expect(withoutModules(() => build(source))).rejects.toMatchObject(unreachable('Go module proxy'));
    await run('go', ['mod', 'vendor'], { cwd: source, env: { ...process.env, GOWORK: 'off' } });
    await expect(withoutModules(() => build(source))).resolves.toMatchObject({ language: 'go' });
  },
  TIMEOUT_MS,
);
