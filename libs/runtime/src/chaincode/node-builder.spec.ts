import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { nodeBuilder } from './node-builder';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'heddle-node-'));
});
afterEach(() => rm(folder, { recursive: true }));

const place = () => ({ project: join(folder, 'project'), output: join(folder, 'output'), singleFile: undefined });

async function write(files: Readonly<Record<string, unknown>>): Promise<void> {
  for (const [path, content] of Object.entries(files)) {
    const target = join(folder, 'project', path);
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, typeof content === 'string' ? content : JSON.stringify(content));
  }
}

async function prepare(files: Readonly<Record<string, unknown>>): Promise<string[]> {
  await write(files);
  const commands = await nodeBuilder.prepare(place());
  return commands.map(({ command, args }) => [command, ...args.filter((arg) => !arg.startsWith('--'))].join(' '));
}

const CHAINCODE = {
  main: 'index.js',
  scripts: { start: 'fabric-chaincode-node start' },
  dependencies: { 'fabric-shim': '~2.5' },
};

const refusal = (message: string, remedy: string) => ({
  code: 'build_failed',
  message: expect.stringContaining(message) as string,
  remedy: expect.stringContaining(remedy) as string,
});

describe('a Node.js project is installed', () => {
  it.each([
    ['package-lock.json', 'npm ci'],
    ['npm-shrinkwrap.json', 'npm ci'],
    ['yarn.lock', 'npm install'],
  ])('with %s by %s', async (lock, command) => {
    expect(await prepare({ 'package.json': CHAINCODE, 'index.js': '', [lock]: '' })).toEqual([command]);
  });

  it('from the archive’s own dependencies if they are complete', async () => {
    const modules = { 'node_modules/fabric-shim/package.json': {}, 'node_modules/.bin/old': '' };
    expect(await prepare({ 'package.json': CHAINCODE, 'index.js': '', ...modules })).toEqual(['npm rebuild']);
    expect(await readdir(join(folder, 'project/node_modules'))).toEqual(['fabric-shim']);
    const more = { ...CHAINCODE, dependencies: { ...CHAINCODE.dependencies, missing: '1' } };
    expect(await prepare({ 'package.json': more })).toEqual(['npm install']);
  });

  it('and compiled by build, or by prepare if only that creates its main file', async () => {
    const main = 'dist/index.js';
    const build = { ...CHAINCODE, main, scripts: { ...CHAINCODE.scripts, build: 'tsc', prepare: 'tsc' } };
    expect(await prepare({ 'package.json': build })).toEqual(['npm install', 'npm run build']);
    const onlyPrepare = { ...CHAINCODE, main, scripts: { ...CHAINCODE.scripts, prepare: 'tsc' } };
    expect(await prepare({ 'package.json': onlyPrepare })).toEqual(['npm install', 'npm run prepare']);
  });
});

describe('a Node.js project is rejected', () => {
  it('before anything is installed if its main file is missing', async () => {
    await expect(prepare({ 'package.json': { ...CHAINCODE, main: 'dist/index.js' } })).rejects.toMatchObject(
      refusal('"main": "dist/index.js"', 'add a script "build"'),
    );
  });

  it('after its build if the installed shim has no server', async () => {
    const shim = { 'node_modules/fabric-shim/package.json': { version: '1.4.5' } };
    await write({ 'package.json': CHAINCODE, 'index.js': '', ...shim });
    await expect(nodeBuilder.finish(place())).rejects.toMatchObject(
      refusal('fabric-shim 1.4.5 has no chaincode server', 'to "~2.5.8"'),
    );
  });

  it('after its build if the shim was not installed', async () => {
    await write({ 'package.json': { ...CHAINCODE, dependencies: {} }, 'index.js': '' });
    await expect(nodeBuilder.finish(place())).rejects.toMatchObject(
      refusal('fabric-shim is not installed', 'Add the line "fabric-shim": "~2.5.8"'),
    );
  });

  it('by a Node.js that is older than required', async () => {
    const engines = { node: '>=22 || ^26' };
    expect(await prepare({ 'package.json': { ...CHAINCODE, engines }, 'index.js': '' })).toEqual([
      expect.stringMatching(/^node .*< 22\)/),
      'npm install',
    ]);
  });
});

it('a program that calls shim.start is adapted to serve; one with its own server is not', async () => {
  const own = { ...CHAINCODE, scripts: { start: 'node index.js' } };
  await prepare({ 'package.json': own, 'index.js': 'shim.start(new Store());' });
  expect(await readdir(join(folder, 'project/.heddle'))).toEqual(['serve-shim.cjs']);
  await rm(join(folder, 'project'), { recursive: true });
  await prepare({ 'package.json': own, 'index.js': 'serving ? shim.server(store, options) : shim.start(store);' });
  expect(await readdir(join(folder, 'project'))).toEqual(['index.js', 'package.json']);
});
