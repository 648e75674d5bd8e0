import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { commandLines } from '../harness/command-lines';
import { attempts, hostileBuilds, outcomesIn, type HostileBuilds } from '../harness/hostile-build';
import { instanceOf } from '../process/markers';
import { processTable } from '../process/open-process-table';

const TIMEOUT_MS = 120_000;
const SECRET = 'the-secret-of-this-worker';

let builds: HostileBuilds;
beforeEach(async () => {
  builds = await hostileBuilds();
  await mkdir(join(builds.data, 'keys'));
  await writeFile(join(builds.data, 'keys', 'master.key'), SECRET);
  process.env['HEDDLE_SECRET_KEY'] = SECRET;
});
afterEach(async () => {
  Reflect.deleteProperty(process.env, 'HEDDLE_SECRET_KEY');
  await builds.remove();
});

const outcomes = () => outcomesIn(builds.lines);

it(
  'a build sees neither the processes of this machine nor their environment',
  async () => {
    await builds.build(
      attempts(`
attempt('own worker', () => fs.readFileSync('/proc/${process.pid}/environ', 'utf8'));
attempt('all', () => fs.readdirSync('/proc').filter((name) => /^[0-9]+$/.test(name))
  .filter((pid) => { try { return fs.readFileSync('/proc/' + pid + '/environ', 'utf8').includes('HEDDLE_SECRET_KEY'); } catch { return false; } }).length);
attempt('parents', () => fs.readdirSync('/proc').filter((name) => /^[0-9]+$/.test(name)).length < 20);
attempt('signal', () => process.kill(${process.pid}, 0));`),
    );
    expect(outcomes()).toMatchObject({ 'own worker': 'ENOENT', signal: 'ESRCH', all: '0', parents: 'true' });
    expect(builds.lines.join('\n')).not.toContain(SECRET);
  },
  TIMEOUT_MS,
);

it(
  'a build cannot read the data home, the user’s home or the machine’s secrets',
  async () => {
    await builds.build(
      attempts(`
attempt('key', () => fs.readFileSync('${builds.data}/keys/master.key', 'utf8'));
attempt('data', () => fs.readdirSync('${builds.data}'));
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
  'a data home inside a visible folder stays hidden',
  async () => {
    const code = `
attempt('beside', () => fs.readFileSync('${builds.data}/shown/tool', 'utf8'));
attempt('key', () => fs.readFileSync('${builds.data}/shown/home/master.key', 'utf8'));`;
    const home = join(builds.data, 'shown', 'home');
    await mkdir(home, { recursive: true });
    await writeFile(join(builds.data, 'shown', 'tool'), 'a tool');
    await writeFile(join(home, 'master.key'), SECRET);
    await builds.build(attempts(code), { readable: [join(builds.data, 'shown')], hidden: [home] });
    expect(outcomes()).toEqual({ beside: 'a tool', key: 'ENOENT' });
  },
  TIMEOUT_MS,
);

it(
  'a build can write only to its own folders, and not to kernel settings',
  async () => {
    const outside = join(builds.data, 'outside');
    await builds.build(
      attempts(`
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
    expect(await readdir(builds.data)).not.toContain('outside');
    expect(await readdir(tmpdir())).not.toContain('made-by-hostile-build');
  },
  TIMEOUT_MS,
);

it(
  'processes started by a build end with it, even if they detach',
  async () => {
    const sleep = `86${String(process.pid)}`;
    await builds.build(`
require('node:child_process').spawn('env', ['-i', 'setsid', 'sleep', '${sleep}'], { detached: true, stdio: 'ignore' }).unref();
setTimeout(() => console.log('daemon started'), 200);`);
    expect(builds.lines).toContain('daemon started');
    expect(await commandLines()).not.toContain(`sleep ${sleep}`);
    expect(await processTable().marked(instanceOf(builds.cacheDir))).toEqual([]);
  },
  TIMEOUT_MS,
);

it.each([
  ['its output folder', `fs.symlinkSync('/etc/passwd', '../output/chaincode.jar')`],
  ['its project', `fs.symlinkSync('/proc/1/environ', 'leak')`],
])(
  'a build that leaves a link out of %s is rejected',
  async (_, code) => {
    await expect(builds.build(`const fs = require('node:fs'); ${code};`)).rejects.toMatchObject({
      code: 'build_failed',
      message: expect.stringContaining('a link that leads out of the project') as string,
    });
    expect(await readdir(builds.cacheDir)).toEqual([]);
  },
  TIMEOUT_MS,
);

it(
  'a build that leaves a pipe in place of a file is rejected without blocking the worker',
  async () => {
    const code = `const fs = require('node:fs'); fs.renameSync('package.json', 'old.json'); require('node:child_process').execFileSync('mkfifo', ['package.json']);`;
    await expect(builds.build(code)).rejects.toMatchObject({
      message: expect.stringContaining('package.json, which is neither a file nor a folder') as string,
    });
  },
  TIMEOUT_MS,
);

it(
  'a script of the project cannot read the user’s npm settings',
  async () => {
    process.env['npm_config_registry'] = 'https://user:password@npm.example/';
    try {
      await builds.build(
        attempts(`attempt('registry', () => process.env.npm_config_registry);
attempt('npmrc', () => fs.readFileSync('${homedir()}/.npmrc', 'utf8'));`),
      );
    } finally {
      Reflect.deleteProperty(process.env, 'npm_config_registry');
    }
    expect(builds.lines.join('\n')).not.toContain('password');
    expect(outcomes()['npmrc']).toBe('ENOENT');
  },
  TIMEOUT_MS,
);

it(
  'a build can reach registries, because it shares the machine’s network',
  async () => {
    const registry = createServer((_, response) => response.end('here')).listen(0, '127.0.0.1');
    await once(registry, 'listening');
    const { port } = registry.address() as AddressInfo;
    try {
      await builds.build(
        `fetch('http://127.0.0.1:${port}/').then((answer) => answer.text()).then((text) => console.log('said ' + text));`,
      );
    } finally {
      registry.close();
    }
    expect(builds.lines).toContain('said here');
  },
  TIMEOUT_MS,
);
