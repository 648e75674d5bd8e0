import fc from 'fast-check';
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nodeFolder } from '../node/node-folder';
import { writeRecord } from '../node/node-record';
import { KEPT_MS, pruneBuilds, touchBuild } from './prune-builds';

const NOW = Date.UTC(2026, 10, 23);
const DAY_MS = 86_400_000;
const idOf = (index: number) => index.toString(16).padStart(64, '0');

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'heddle-prune-'));
});
afterEach(() => rm(folder, { recursive: true }));

interface OldBuild {
  readonly days: number;
  readonly hasNode: boolean;
}

async function place(root: string, builds: readonly OldBuild[]) {
  const cacheDir = join(root, 'builds');
  const nodes = join(root, 'nodes');
  await mkdir(cacheDir, { recursive: true });
  for (const [index, { days, hasNode }] of builds.entries()) {
    const build = join(cacheDir, idOf(index));
    await mkdir(join(build, 'output'), { recursive: true });
    await touchBuild(build, new Date(NOW - days * DAY_MS));
    if (hasNode) await defineNode(nodes, join(build, 'output'), `cc-${index}`);
  }
  return { cacheDir, nodes, now: NOW };
}

async function defineNode(nodes: string, cwd: string, name: string): Promise<void> {
  const common = { id: name, chainId: 'chain', name, kind: 'chaincode', organization: 'org1' } as const;
  const folderOfNode = nodeFolder(nodes, 'chain', name);
  await writeRecord(folderOfNode, {
    ...common,
    command: ['java'],
    cwd,
    env: {},
    ports: {},
    readiness: [],
    dependsOn: [],
  });
}

it('keeps exactly the builds that were used within 30 days or that a node refers to', async () => {
  const someBuild = fc.record({ days: fc.integer({ min: 0, max: 60 }), hasNode: fc.boolean() });
  let run = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(someBuild, { maxLength: 6 }), async (builds) => {
      run += 1;
      const options = await place(join(folder, String(run)), builds);
      await pruneBuilds(options);
      const kept = builds.flatMap(({ days, hasNode }, index) =>
        hasNode || days * DAY_MS <= KEPT_MS ? [idOf(index)] : [],
      );
      expect((await readdir(options.cacheDir)).sort()).toEqual(kept);
    }),
    { seed: 23, numRuns: 40 },
  );
});

it('counts a build as used since it was last touched', async () => {
  const options = await place(folder, [{ days: 60, hasNode: false }]);
  await touchBuild(join(options.cacheDir, idOf(0)), new Date(NOW - DAY_MS));
  expect(await pruneBuilds(options)).toEqual([]);
});

it('deletes what killed builders left a month ago, and no foreign files', async () => {
  const options = await place(folder, []);
  for (const name of ['.build-x', 'notes']) {
    await mkdir(join(options.cacheDir, name));
    await touchBuild(join(options.cacheDir, name), new Date(NOW - 31 * DAY_MS));
  }
  expect(await pruneBuilds(options)).toEqual(['.build-x']);
  expect(await readdir(options.cacheDir)).toEqual(['notes']);
});
