import { mkdir, mkdtemp, readdir, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeArchive } from '../harness/source-archive';
import { instanceOf } from '../process/markers';
import { processTable } from '../process/open-process-table';
import { DEFAULT_SANDBOX, type BuildBounds, type ChaincodeSandbox } from '../sandbox/chaincode-sandbox';
import { buildChaincode } from './build-chaincode';

const TIMEOUT_MS = 120_000;
const SECRET = 'the-secret-of-this-worker';

let data: string;
let cacheDir: string;
let nodes: string;
let lines: string[];
beforeEach(async () => {
  data = await realpath(await mkdtemp(join(tmpdir(), 'heddle-hostile-')));
  [cacheDir, nodes] = [join(data, 'builds'), join(data, 'nodes')];
  await mkdir(join(data, 'keys'));
  await mkdir(nodes);
  await writeFile(join(data, 'keys', 'master.key'), SECRET);
  lines = [];
  process.env['HEDDLE_SECRET_KEY'] = SECRET;
});
afterEach(async () => {
  Reflect.deleteProperty(process.env, 'HEDDLE_SECRET_KEY');
  await rm(data, { recursive: true });
});

interface Overrides extends Partial<Pick<ChaincodeSandbox, 'readable' | 'hidden'>> {
  readonly bounds?: Partial<BuildBounds>;
}

/** A Node.js project whose build runs a script; what that prints comes back with the lines of the build. */
async function build(script: string, { bounds = {}, ...shown }: Overrides = {}): Promise<void> {
  const files = {
    'package.json': JSON.stringify({
      name: 'hostile',
      version: '1.0.0',
      main: 'index.js',
      scripts: { build: 'node build.js', start: 'node index.js' },
    }),
    'index.js': '',
    'build.js': script,
  };
  const archive = await writeArchive(join(data, 'hostile.tar.gz'), files);
  const sandbox = { ...DEFAULT_SANDBOX, ...shown, build: { ...DEFAULT_SANDBOX.build, ...bounds } };
  const log = (line: string) => lines.push(line);
  await buildChaincode({ archive, fileName: 'hostile.tar.gz', cacheDir, nodes, log, sandbox });
}

/** What became of an attempt: what it read, or the code of its error. */
const attempt = (code: string) => `
const fs = require('node:fs');
const attempt = (name, work) => {
  let outcome;
  try { outcome = String(work()); } catch (error) { outcome = error.code ?? error.message; }
  console.log('OUTCOME ' + JSON.stringify([name, outcome]));
};
${code}`;

function outcomes(): Record<string, string> {
  const said = lines.filter((line) => line.startsWith('OUTCOME ')).map((line) => line.slice('OUTCOME '.length));
  return Object.fromEntries(said.map((text) => JSON.parse(text) as [string, string]));
}

it(
  'a build does not see the processes of this machine, nor their environment',
  async () => {
    await build(
      attempt(`
attempt('own worker', () => fs.readFileSync('/proc/${process.pid}/environ', 'utf8'));
attempt('all', () => fs.readdirSync('/proc').filter((name) => /^[0-9]+$/.test(name))
  .filter((pid) => { try { return fs.readFileSync('/proc/' + pid + '/environ', 'utf8').includes('HEDDLE_SECRET_KEY'); } catch { return false; } }).length);
attempt('parents', () => fs.readdirSync('/proc').filter((name) => /^[0-9]+$/.test(name)).length < 20);
attempt('signal', () => process.kill(${process.pid}, 0));`),
    );
    expect(outcomes()).toMatchObject({ 'own worker': 'ENOENT', signal: 'ESRCH', all: '0', parents: 'true' });
    expect(lines.join('\n')).not.toContain(SECRET);
  },
  TIMEOUT_MS,
);

it(
  'a build sees nothing of the data home, of the user’s home and of the machine’s secrets',
  async () => {
    await mkdir(cacheDir);
    await build(
      attempt(`
attempt('key', () => fs.readFileSync('${data}/keys/master.key', 'utf8'));
attempt('data', () => fs.readdirSync('${data}'));
attempt('home', () => fs.readdirSync('${homedir()}'));
attempt('shadow', () => fs.readFileSync('/etc/shadow', 'utf8'));
attempt('private', () => fs.readdirSync('/etc/ssl/private'));
attempt('root', () => fs.readdirSync('/').sort());
attempt('sys', () => fs.readdirSync('/sys'));
attempt('run', () => fs.readdirSync('/run'));`),
    );
    expect(outcomes()).toMatchObject({
      key: 'ENOENT',
      data: 'builds',
      shadow: 'ENOENT',
      private: 'ENOENT',
      sys: 'ENOENT',
      run: 'ENOENT',
    });
    expect((outcomes()['home'] ?? '').split(',').filter((name) => name !== '' && name !== '.npm')).toEqual([]);
  },
  TIMEOUT_MS,
);

it(
  'a data home stays out of sight in a folder that is shown',
  async () => {
    const code = `
attempt('beside', () => fs.readFileSync('${data}/shown/tool', 'utf8'));
attempt('key', () => fs.readFileSync('${data}/shown/home/master.key', 'utf8'));`;
    const home = join(data, 'shown', 'home');
    await mkdir(home, { recursive: true });
    await writeFile(join(data, 'shown', 'tool'), 'a tool');
    await writeFile(join(home, 'master.key'), SECRET);
    await build(attempt(code), { readable: [join(data, 'shown')], hidden: [home] });
    expect(outcomes()).toEqual({ beside: 'a tool', key: 'ENOENT' });
  },
  TIMEOUT_MS,
);

it(
  'a build writes to its own folders and to no other place, nor to the settings of the kernel',
  async () => {
    const outside = join(data, 'outside');
    await build(
      attempt(`
attempt('own', () => { fs.writeFileSync('made.txt', 'x'); return 'written'; });
attempt('tmp', () => { fs.writeFileSync('/tmp/made-by-hostile-build', 'x'); return 'written'; });
attempt('usr', () => fs.writeFileSync('/usr/lib/hostile', 'x'));
attempt('root', () => fs.writeFileSync('/hostile', 'x'));
attempt('outside', () => { fs.writeFileSync('${outside}', 'x'); return 'into its own /tmp'; });
attempt('kernel', () => fs.writeFileSync('/proc/sys/kernel/core_pattern', fs.readFileSync('/proc/sys/kernel/core_pattern')));`),
    );
    const refused = /^(EROFS|EACCES)$/;
    expect(outcomes()).toMatchObject({ own: 'written', tmp: 'written' });
    for (const name of ['usr', 'root', 'kernel']) expect(outcomes()[name]).toMatch(refused);
    expect(await readdir(data)).not.toContain('outside');
    expect(await readdir(tmpdir())).not.toContain('made-by-hostile-build');
  },
  TIMEOUT_MS,
);

it(
  'what a build starts ends with it, whatever it does to be forgotten',
  async () => {
    const sleep = `86${String(process.pid)}`;
    await build(`
require('node:child_process').spawn('env', ['-i', 'setsid', 'sleep', '${sleep}'], { detached: true, stdio: 'ignore' }).unref();
setTimeout(() => console.log('daemon started'), 200);`);
    expect(lines).toContain('daemon started');
    expect(await commandLines()).not.toContain(`sleep ${sleep}`);
    expect(await processTable().marked(instanceOf(cacheDir))).toEqual([]);
  },
  TIMEOUT_MS,
);

it.each([
  ['its output folder', `fs.symlinkSync('/etc/passwd', '../output/chaincode.jar')`],
  ['its project', `fs.symlinkSync('/proc/1/environ', 'leak')`],
])(
  'a build that leaves a link out of %s is refused',
  async (_, code) => {
    await expect(build(`const fs = require('node:fs'); ${code};`)).rejects.toMatchObject({
      code: 'build_failed',
      message: expect.stringContaining('a link that leads out of the project') as string,
    });
    expect(await readdir(cacheDir)).toEqual([]);
  },
  TIMEOUT_MS,
);

it(
  'a build that leaves a pipe where the worker reads a file is refused and not waited for',
  async () => {
    const code = `const fs = require('node:fs'); fs.renameSync('package.json', 'old.json'); require('node:child_process').execFileSync('mkfifo', ['package.json']);`;
    await expect(build(code)).rejects.toMatchObject({
      message: expect.stringContaining('package.json, which is no file') as string,
    });
  },
  TIMEOUT_MS,
);

it(
  'a script of the project has no access to the user’s settings of npm',
  async () => {
    process.env['npm_config_registry'] = 'https://user:password@npm.example/';
    try {
      await build(
        attempt(`attempt('registry', () => process.env.npm_config_registry);
attempt('npmrc', () => fs.readFileSync('${homedir()}/.npmrc', 'utf8'));`),
      );
    } finally {
      Reflect.deleteProperty(process.env, 'npm_config_registry');
    }
    expect(lines.join('\n')).not.toContain('password');
    expect(outcomes()['npmrc']).toBe('ENOENT');
  },
  TIMEOUT_MS,
);

describe('a build is ended with the bound that it passed', () => {
  const passed = (bound: string, setting: string) => ({
    code: 'build_failed',
    message: expect.stringContaining(`it passed the bound of ${bound}`) as string,
    remedy: expect.stringContaining(setting) as string,
  });

  it(
    'when it prints 600 MB without a line break',
    async () => {
      const flood = `const part = Buffer.alloc(1048576, 'x'); for (let n = 0; n < 600; n += 1) require('node:fs').writeSync(1, part);`;
      const before = process.memoryUsage().rss;
      await expect(build(flood)).rejects.toMatchObject(passed('16 MiB of output', 'HEDDLE_BUILD_OUTPUT_MIB'));
      expect(process.memoryUsage().rss - before).toBeLessThan(200 * 1_048_576);
      expect(lines.join('\n').length).toBeLessThan(100_000);
    },
    TIMEOUT_MS,
  );

  it(
    'when it prints too many lines',
    async () => {
      const flood = `for (let n = 0; n < 5000; n += 1) console.log('line ' + n);`;
      await expect(build(flood, { bounds: { lines: 100 } })).rejects.toMatchObject(
        passed('100 lines of output', 'HEDDLE_BUILD_OUTPUT_LINES'),
      );
      expect(lines.length).toBeLessThan(110);
    },
    TIMEOUT_MS,
  );

  it(
    'when it takes too long',
    async () => {
      await expect(build('setInterval(() => undefined, 1000);', { bounds: { minutes: 0.05 } })).rejects.toMatchObject(
        passed('0.05 minutes', 'HEDDLE_BUILD_MINUTES'),
      );
      expect(await processTable().marked(instanceOf(cacheDir))).toEqual([]);
    },
    TIMEOUT_MS,
  );
});

it(
  'a build cannot use more memory than it may, and is told of by its own words',
  async () => {
    const hungry = `const kept = []; for (;;) kept.push(Buffer.alloc(16777216, 1));`;
    await expect(build(hungry, { bounds: { memoryMib: 1024 } })).rejects.toMatchObject({
      code: 'build_failed',
      message: expect.stringContaining('it passed the bound of 1024 MiB of memory') as string,
    });
  },
  TIMEOUT_MS,
);

it(
  'a build cannot write a file that is larger than it may be',
  async () => {
    const large = `const fs = require('node:fs'); const file = fs.openSync('large', 'w'); const part = Buffer.alloc(1048576); for (let n = 0; n < 100; n += 1) fs.writeSync(file, part);`;
    await expect(build(large, { bounds: { fileMib: 20 } })).rejects.toMatchObject({
      message: expect.stringContaining('it passed the bound of 20 MiB for a file') as string,
    });
  },
  TIMEOUT_MS,
);

it(
  'a build cannot start more processes than it may, unless its worker is root',
  async () => {
    const many = `const { spawn } = require('node:child_process');
let failed = 0;
for (let n = 0; n < 200; n += 1) spawn('sleep', ['2']).on('error', (error) => { failed += 1; if (failed === 1) console.log(error.code); });
setTimeout(() => process.exit(failed === 0 ? 0 : 1), 1500);`;
    const building = build(many, { bounds: { processes: 100 } });
    // The kernel exempts root, also in a user namespace.
    if (process.getuid?.() === 0) await expect(building).resolves.toBeUndefined();
    else
      await expect(building).rejects.toMatchObject({
        message: expect.stringContaining('it passed the bound of 100 processes and threads') as string,
      });
  },
  TIMEOUT_MS,
);

it(
  'a build reaches registries: it shares the network of this machine',
  async () => {
    const registry = createServer((_, response) => response.end('here')).listen(0, '127.0.0.1');
    await once(registry, 'listening');
    const { port } = registry.address() as AddressInfo;
    try {
      await build(
        `fetch('http://127.0.0.1:${port}/').then((answer) => answer.text()).then((text) => console.log('said ' + text));`,
      );
    } finally {
      registry.close();
    }
    expect(lines).toContain('said here');
  },
  TIMEOUT_MS,
);

async function commandLines(): Promise<string[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  return Promise.all(
    pids.map(async (pid) => {
      const text = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
      return text.split('\0').join(' ').trim();
    }),
  );
}
