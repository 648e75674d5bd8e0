import { access, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectFiles, writeArchive } from '../harness/source-archive';
import { buildChaincode, type BuildChaincodeOptions } from './build-chaincode';
import { builtProgram } from './built-chaincode';

const GO = { 'go.mod': 'module hello\n\ngo 1.22\n', 'main.go': 'package main\n\nfunc main() { println("hello") }\n' };

let folder: string;
let lines: string[];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'heddle-build-'));
  lines = [];
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

async function source(files: Readonly<Record<string, string>>): Promise<BuildChaincodeOptions> {
  const archive = await writeArchive(join(folder, 'source.tar.gz'), files);
  return { archive, fileName: 'source.tar.gz', cacheDir: join(folder, 'builds'), log: (line) => lines.push(line) };
}

describe('a Go chaincode', () => {
  it('is built once per content', async () => {
    const options = await source(GO);
    const first = await buildChaincode(options);
    expect(first.language).toBe('go');
    const { command } = await builtProgram(options.cacheDir, first.id);
    await expect(access(command[0] ?? '')).resolves.toBeUndefined();
    lines = [];
    expect(await buildChaincode(options)).toEqual(first);
    expect(lines).toEqual([expect.stringMatching(/^Built before/)]);
  }, 120_000);

  it('is built by one of two builders while the other waits for it', async () => {
    const options = await source(GO);
    const [first, second] = await Promise.all([buildChaincode(options), buildChaincode(options)]);
    expect(first).toEqual(second);
    expect(lines.filter((line) => line.startsWith('$ go build'))).toHaveLength(1);
    expect(await readdir(options.cacheDir)).toEqual([first.id]);
  }, 120_000);

  it('that does not compile fails with the compiler’s own lines and leaves nothing', async () => {
    const options = await source({ ...GO, 'main.go': 'package main\n\nfunc main() { missing() }\n' });
    await expect(buildChaincode(options)).rejects.toMatchObject({
      code: 'build_failed',
      cause: expect.stringContaining('undefined: missing') as string,
    });
    expect(await readdir(options.cacheDir)).toEqual([]);
  }, 120_000);

  it('is built after its first builder was killed', async () => {
    const options = await source(GO);
    await mkdir(options.cacheDir);
    const probe = await buildChaincode(options);
    await rm(join(options.cacheDir, probe.id), { recursive: true });
    await writeFile(join(options.cacheDir, `.lock-${probe.id}`), JSON.stringify({ pid: process.pid, startedAt: 1 }));
    await mkdir(join(options.cacheDir, `.build-${probe.id}-leftover`));
    await buildChaincode(options);
    expect(await readdir(options.cacheDir)).toEqual([probe.id]);
  }, 120_000);

  it('stops being built when that is cancelled', async () => {
    const options = await source(GO);
    const controller = new AbortController();
    const log = (line: string) => {
      if (line.startsWith('$ go')) controller.abort();
    };
    await expect(buildChaincode({ ...options, log, signal: controller.signal })).rejects.toMatchObject({
      name: 'AbortError',
    });
    expect(await readdir(options.cacheDir)).toEqual([]);
  }, 120_000);

  it('cannot be built without Go, and that is said', async () => {
    const options = await source(GO);
    const path = process.env['PATH'];
    process.env['PATH'] = folder;
    try {
      await expect(buildChaincode(options)).rejects.toMatchObject({
        code: 'toolchain_missing',
        remedy: expect.stringContaining('Install Go') as string,
      });
    } finally {
      process.env['PATH'] = path;
    }
  });
});

describe('a Node chaincode', () => {
  it('in TypeScript keeps what it needs to start and no more', async () => {
    const options = await source(await projectFiles(join(__dirname, '../../../../samples/asset-transfer')));
    const build = await buildChaincode(options);
    const program = await builtProgram(options.cacheDir, build.id);
    expect(program.command.slice(0, 2)).toEqual(['/bin/sh', '-c']);
    await expect(access(join(program.cwd, 'dist/index.js'))).resolves.toBeUndefined();
    await expect(access(join(program.cwd, 'node_modules/.bin/fabric-chaincode-node'))).resolves.toBeUndefined();
    await expect(access(join(program.cwd, 'node_modules/typescript'))).rejects.toMatchObject({ code: 'ENOENT' });
  }, 240_000);

  it('without a start script is refused', async () => {
    const options = await source({ 'package.json': '{"name":"x","version":"1.0.0"}' });
    await expect(buildChaincode(options)).rejects.toMatchObject({
      code: 'build_failed',
      message: expect.stringContaining('no start script') as string,
    });
  });
});

describe('a Java chaincode', () => {
  it('is refused where there is no JDK, with what to install', async () => {
    const options = await source({ 'pom.xml': '<project/>' });
    const path = process.env['PATH'];
    process.env['PATH'] = folder;
    try {
      await expect(buildChaincode(options)).rejects.toMatchObject({
        code: 'toolchain_missing',
        remedy: expect.stringContaining('Install a JDK') as string,
      });
    } finally {
      process.env['PATH'] = path;
    }
  });
});
