import type { RuntimeDriver } from '@heddle/runtime';
import { chaincodeWorkload, planChaincodeServer, type Workload } from '@heddle/topology';
import { randomUUID } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { commandLines } from '../harness/command-lines';
import { attempts, outcomesIn } from '../harness/hostile-build';
import { localHarness, type LocalHarness } from '../harness/local-harness';
import { nodeFolder } from '../node/node-folder';
import { instanceOf } from '../process/markers';
import { processTable } from '../process/open-process-table';

const TIMEOUT_MS = 60_000;
const SECRET = 'the-secret-of-this-worker';
const BUILD = 'a'.repeat(64);

let harness: LocalHarness;
let driver: RuntimeDriver;
let output: string;
beforeEach(async () => {
  harness = await localHarness();
  output = join(harness.root, '.builds', BUILD, 'output');
  await mkdir(output, { recursive: true });
  const record = { id: BUILD, language: 'node', command: ['node', '${output}/server.js'], path: [] };
  await writeFile(join(output, '../build.json'), JSON.stringify(record));
  driver = await harness.open();
  process.env['HEDDLE_SECRET_KEY'] = SECRET;
});
afterEach(async () => {
  Reflect.deleteProperty(process.env, 'HEDDLE_SECRET_KEY');
  await harness.close();
});

/** A chaincode server that runs the given script and then listens. */
async function serve(script: string): Promise<Workload> {
  await writeFile(
    join(output, 'server.js'),
    attempts(`${script}
const [host, port] = process.env.CHAINCODE_SERVER_ADDRESS.split(':');
require('node:net').createServer().listen(Number(port), host);`),
  );
  const server = planChaincodeServer({
    chaincode: 'hostile',
    organization: { name: 'org1', domain: 'org1.trade.internal' },
    suffix: '3f2a90c1',
  });
  const chainId = randomUUID();
  const ports = await driver.allocatePorts(chainId, [{ node: server.name, ports: server.ports }]);
  const workload = chaincodeWorkload({
    id: randomUUID(),
    chainId,
    server,
    ports: ports[server.name] ?? {},
    addresses: driver.addresses,
    mspId: 'Org1MSP',
    language: 'node',
    packageId: 'hostile_1:abc',
    program: { type: 'build', buildId: BUILD, args: [] },
    files: { 'tls/server.key': { content: 'own key', secret: true } },
  });
  await driver.apply([workload]);
  await driver.waitUntilReady({ chainId });
  return workload;
}

async function logOf({ chainId, name }: Workload): Promise<string> {
  return readFile(nodeFolder(harness.root, chainId, name).log, 'utf8');
}

async function outcomes(workload: Workload): Promise<Record<string, string>> {
  return outcomesIn((await logOf(workload)).split('\n'));
}

const marked = () => processTable().marked(instanceOf(harness.root));

async function gone(commandLine: string): Promise<void> {
  while ((await commandLines()).some((line) => line === commandLine)) await delay(10);
}

const pidOf = async ({ chainId }: Workload): Promise<number> => (await driver.status({ chainId }))[0]?.pid ?? 0;

/** A process without markers, in a separate session. */
const daemon = (seconds: string) =>
  `require('node:child_process').spawn('env', ['-i', 'setsid', 'sleep', '${seconds}'], { detached: true, stdio: 'ignore' }).unref();`;

it(
  'a server sees neither the worker, nor its environment, nor other processes',
  async () => {
    const workload = await serve(`
attempt('worker', () => fs.readFileSync('/proc/${process.pid}/environ', 'utf8'));
attempt('all', () => fs.readdirSync('/proc').filter((name) => /^[0-9]+$/.test(name))
  .filter((pid) => fs.readFileSync('/proc/' + pid + '/environ', 'utf8').includes('HEDDLE_SECRET_KEY')).length);
attempt('signal', () => process.kill(${process.pid}, 0));`);
    expect(await outcomes(workload)).toEqual({ worker: 'ENOENT', all: '0', signal: 'ESRCH' });
    expect(await logOf(workload)).not.toContain(SECRET);
  },
  TIMEOUT_MS,
);

it(
  'a server can read its own configuration and build, but no other node, key or home',
  async () => {
    const other = nodeFolder(harness.root, randomUUID(), 'peer0-org1');
    await mkdir(join(other.config, 'msp', 'keystore'), { recursive: true });
    await writeFile(join(other.config, 'msp', 'keystore', 'key.pem'), SECRET);
    await writeFile(join(harness.root, 'heddle.sqlite'), SECRET);
    const workload = await serve(`
attempt('own key', () => fs.readFileSync(process.env.CHAINCODE_TLS_KEY, 'utf8'));
attempt('node key', () => fs.readFileSync('${other.config}/msp/keystore/key.pem', 'utf8'));
attempt('database', () => fs.readFileSync('${harness.root}/heddle.sqlite', 'utf8'));
attempt('record', () => fs.readdirSync(process.env.CHAINCODE_TLS_KEY.replace(/config.*/, '')));
attempt('home', () => fs.readdirSync('${homedir()}'));`);
    expect(await outcomes(workload)).toEqual({
      'own key': 'own key',
      'node key': 'ENOENT',
      database: 'ENOENT',
      record: 'config',
      home: 'ENOENT',
    });
  },
  TIMEOUT_MS,
);

it(
  'a server can write only to its own /tmp',
  async () => {
    const workload = await serve(`
const write = (path) => () => { fs.writeFileSync(path, 'x'); return 'written'; };
attempt('tmp', write('/tmp/x'));
attempt('full', () => fs.writeFileSync('/tmp/y', Buffer.alloc(100 * 1048576)));
attempt('build', write('x'));
attempt('config', write(process.env.CHAINCODE_TLS_KEY));
attempt('usr', write('/usr/lib/x'));
attempt('root', write('/x'));
attempt('kernel', () => fs.writeFileSync('/proc/sys/kernel/core_pattern', fs.readFileSync('/proc/sys/kernel/core_pattern')));`);
    const seen = await outcomes(workload);
    expect(seen).toMatchObject({ tmp: 'written', full: 'ENOSPC', build: 'EROFS', config: 'EROFS', root: 'EROFS' });
    expect(seen['usr']).toMatch(/^(EROFS|EACCES)$/);
    expect(seen['kernel']).toMatch(/^(EROFS|EACCES)$/);
  },
  TIMEOUT_MS,
);

it(
  'processes started by a server end with its removal, even if they detach',
  async () => {
    const seconds = `87${String(process.pid)}`;
    const workload = await serve(daemon(seconds));
    while (!(await commandLines()).includes(`sleep ${seconds}`)) await delay(10);
    await driver.remove({ chainId: workload.chainId });
    expect(await marked()).toEqual([]);
    await gone(`sleep ${seconds}`);
  },
  TIMEOUT_MS,
);

it(
  'all processes of a server die when its main process is killed, and the next start serves on the same port',
  async () => {
    const seconds = `88${String(process.pid)}`;
    const workload = await serve(daemon(seconds));
    const { chainId } = workload;
    const pid = await pidOf(workload);
    process.kill(pid, 'SIGKILL');
    await gone(`sleep ${seconds}`);
    await writeFile(
      join(output, 'server.js'),
      (await readFile(join(output, 'server.js'), 'utf8')).replace(daemon(seconds), ''),
    );
    await driver.reconcile(chainId);
    await driver.waitUntilReady({ chainId });
    expect(await pidOf(workload)).not.toBe(pid);
  },
  TIMEOUT_MS,
);

it(
  'a server has a grace period when it is stopped',
  async () => {
    const workload = await serve(
      `process.on('SIGTERM', () => setTimeout(() => { console.log('put away'); process.exit(0); }, 300));`,
    );
    await driver.stop({ chainId: workload.chainId });
    expect(await logOf(workload)).toContain('put away');
    expect(await marked()).toEqual([]);
  },
  TIMEOUT_MS,
);

it(
  'a server that does not end within the grace period is killed',
  async () => {
    const workload = await serve(`process.on('SIGTERM', () => console.log('no'));`);
    await driver.stop({ chainId: workload.chainId }, { graceMs: 300 });
    expect(await logOf(workload)).toContain('no');
    expect(await marked()).toEqual([]);
  },
  TIMEOUT_MS,
);

it(
  'a server outlives its worker and is adopted by the next one',
  async () => {
    const workload = await serve('');
    const next = await harness.open();
    const [seen] = await next.status({ chainId: workload.chainId });
    expect(seen).toMatchObject({ state: 'running', pid: await pidOf(workload) });
    await next.stop({ chainId: workload.chainId });
    expect(await marked()).toEqual([]);
  },
  TIMEOUT_MS,
);

it(
  'memory and CPU time of a server include all its child processes',
  async () => {
    const workload = await serve(
      `require('node:child_process').spawn('node', ['-e', 'const kept = Buffer.alloc(200 * 1048576, 1); for (;;) kept[0] += 1;'], { stdio: 'inherit' });`,
    );
    const { chainId } = workload;
    for (;;) {
      const [seen] = await driver.status({ chainId });
      if ((seen?.memoryBytes ?? 0) > 200 * 1_048_576 && (seen?.cpuPercent ?? 0) > 10) break;
      await delay(250);
    }
  },
  TIMEOUT_MS,
);

it(
  'a server cannot exceed its memory limit',
  async () => {
    const workload = await serve(
      `attempt('memory', () => { const kept = []; for (;;) kept.push(Buffer.alloc(16 * 1048576, 1)); });`,
    );
    expect((await outcomes(workload))['memory']).toMatch(/allocation failed|ERR_MEMORY_ALLOCATION_FAILED/);
  },
  TIMEOUT_MS,
);
