import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { bundleProgram, type BundledProgram } from '../harness/bundle-program';
import { writeArchive } from '../harness/source-archive';
import { instanceOf } from '../process/markers';
import { processTable } from '../process/open-process-table';
import { stopAll } from '../stop-all';
import { buildChaincode } from './build-chaincode';
import { endBuilds } from './build-processes';

const TIMEOUT_MS = 120_000;
const nodeProject = (build: string) => ({
  'package.json': JSON.stringify({ name: 'x', version: '1.0.0', scripts: { start: 'node .', build } }),
});
const ENDLESS = nodeProject(`node -e "console.log('compiling'); setInterval(() => undefined, 1000)"`);
const QUICK = nodeProject('true');

let builder: BundledProgram;
let folder: string;
let cacheDir: string;
let nodes: string;
beforeAll(async () => {
  builder = await bundleProgram('builder');
}, TIMEOUT_MS);
afterAll(() => builder.remove());
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'heddle-abandoned-'));
  [cacheDir, nodes] = [join(folder, 'builds'), join(folder, 'nodes')];
  await mkdir(cacheDir);
});
afterEach(async () => {
  await endBuilds(cacheDir);
  await rm(folder, { recursive: true });
});

const building = async () => processTable().marked(instanceOf(await realpath(cacheDir)));

/** Starts a builder in a separate process and returns once its compiler runs. */
async function startEndlessBuild(sandbox: 'sandboxed' | 'unsandboxed') {
  const archive = await writeArchive(join(folder, 'endless.tar.gz'), ENDLESS);
  const worker = spawn(process.execPath, [builder.path, archive, cacheDir, nodes, sandbox], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  for await (const line of createInterface({ input: worker.stdout })) if (line === 'compiling') return worker;
  throw new Error('The builder ended before its compiler printed anything.');
}

/** What `kill -9` of a worker leaves running without a sandbox. */
async function abandonBuild(): Promise<void> {
  const worker = await startEndlessBuild('unsandboxed');
  worker.kill('SIGKILL');
  await once(worker, 'exit');
  expect(await building()).not.toEqual([]);
}

async function build(files: Readonly<Record<string, string>>): Promise<string> {
  const archive = await writeArchive(join(folder, 'next.tar.gz'), files);
  return (await buildChaincode({ archive, fileName: 'next.tar.gz', cacheDir, nodes, log: () => undefined })).id;
}

it(
  'a compiler in a sandbox ends with its worker',
  async () => {
    const worker = await startEndlessBuild('sandboxed');
    expect(await building()).not.toEqual([]);
    worker.kill('SIGKILL');
    await once(worker, 'exit');
    while ((await building()).length > 0) await delay(10);
  },
  TIMEOUT_MS,
);

it(
  'a compiler without a sandbox whose worker was killed is ended by the next build of any source',
  async () => {
    await abandonBuild();
    const id = await build(QUICK);
    expect(await building()).toEqual([]);
    expect(await readdir(cacheDir)).toContain(id);
  },
  TIMEOUT_MS,
);

it(
  'a compiler whose worker was killed is ended when the product stops',
  async () => {
    await abandonBuild();
    await stopAll(nodes, { builds: cacheDir });
    expect(await building()).toEqual([]);
  },
  TIMEOUT_MS,
);

it(
  'a compiler whose worker runs is not ended by other builds',
  async () => {
    const worker = await startEndlessBuild('sandboxed');
    try {
      const before = await building();
      await build(QUICK);
      expect((await building()).map(({ pid }) => pid)).toEqual(before.map(({ pid }) => pid));
    } finally {
      worker.kill('SIGKILL');
      await once(worker, 'exit');
    }
  },
  TIMEOUT_MS,
);
