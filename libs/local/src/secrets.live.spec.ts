import { SecretValue } from '@heddle/topology';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { commandLines } from './harness/command-lines';
import { localHarness, type LocalHarness } from './harness/local-harness';

const TIMEOUT_MS = 60_000;
const PASSWORD = 'correct horse battery staple';
let harness: LocalHarness;
beforeEach(async () => {
  harness = await localHarness();
});
afterEach(() => harness.close());

/** Names of the files below the data folder that hold the password, with their permission bits. */
async function holders(): Promise<Record<string, string>> {
  const entries = await readdir(harness.root, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
  const found = await Promise.all(
    files.map(async (path) => {
      if (!(await readFile(path, 'latin1')).includes(PASSWORD)) return [];
      const { mode } = await stat(path);
      return [[path.split('/').slice(-2).join('/'), (mode & 0o777).toString(8)] as const];
    }),
  );
  return Object.fromEntries(found.flat());
}

it(
  'a secret variable is kept in one file of its owner, and is on no command line',
  async () => {
    const driver = await harness.open();
    const { chainId, workloads } = await harness.chain(driver);
    const secret = workloads.map((workload) => {
      if (workload.kind !== 'peer') return workload;
      return { ...workload, env: { ...workload.env, PASSWORD: new SecretValue(PASSWORD) } };
    });
    await driver.apply(secret);
    await driver.waitUntilReady({ chainId });
    expect(await holders()).toEqual({ 'peer0-org1/secrets.json': '600' });
    expect((await commandLines()).join('\n')).not.toContain(PASSWORD);
    await driver.apply(workloads);
    expect(await holders()).toEqual({});
  },
  TIMEOUT_MS,
);
