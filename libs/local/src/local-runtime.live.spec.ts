import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { memoryLeases } from './harness/memory-leases';
import { testChain, testFabricHome } from './harness/test-chain';
import { createLocalRuntime } from './local-runtime';

it('runs a real orderer and a real peer until they are removed', async () => {
  const root = await mkdtemp(join(tmpdir(), 'heddle-local-'));
  const driver = await createLocalRuntime({
    root,
    fabricHome: testFabricHome(),
    leases: memoryLeases(),
    portRange: { first: 21_000, last: 21_999 },
    build: () => Promise.reject(new Error('no build in this test')),
  });
  const { chainId, workloads } = await testChain(driver);
  const said: string[] = [];
  try {
    const t = performance.now();
    await driver.apply(workloads);
    console.log('applied', performance.now() - t);
    await driver.waitUntilReady({ chainId }, { report: ({ message }) => said.push(message) });
    console.log('ready', performance.now() - t, said);
    console.log(await driver.status({ chainId }));
  } finally {
    await driver.remove({ chainId });
    await rm(root, { recursive: true });
  }
}, 60_000);
