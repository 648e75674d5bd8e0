import { chaincodeWorkload, planChaincodeServer, type FileTree, type Workload } from '@heddle/topology';
import type { RuntimeDriver } from '@heddle/runtime';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { connect } from 'node:tls';
import { localHarness, type LocalHarness } from '../harness/local-harness';
import { projectFiles, writeArchive } from '../harness/source-archive';
import { testChain } from '../harness/test-chain';
import { buildChaincode, type ChaincodeBuild } from './build-chaincode';

const TIMEOUT_MS = 240_000;
let harness: LocalHarness;
let driver: RuntimeDriver;
let cacheDir: string;
beforeEach(async () => {
  harness = await localHarness();
  cacheDir = join(harness.root, '.builds');
  driver = await harness.open();
});
afterEach(() => harness.close());

async function build(files: Readonly<Record<string, string>>): Promise<ChaincodeBuild> {
  const archive = await writeArchive(join(harness.root, 'source.tar.gz'), files);
  const lines: string[] = [];
  return buildChaincode({
    archive,
    fileName: 'source.tar.gz',
    cacheDir,
    nodes: harness.root,
    log: (line) => lines.push(line),
  });
}

/**
 * The TLS files of a peer of the same organization work as well, because the server is reached at the loopback names.
 */
async function serverFiles(): Promise<FileTree> {
  const { workloads } = await testChain(driver);
  return workloads.find(({ kind }) => kind === 'peer')?.files ?? {};
}

async function serverOf({ id: buildId, language }: ChaincodeBuild): Promise<Workload> {
  const server = planChaincodeServer({
    chaincode: 'asset_transfer',
    organization: { name: 'org1', domain: 'org1.trade.internal' },
    suffix: '3f2a90c1',
  });
  const chainId = randomUUID();
  const ports = await driver.allocatePorts(chainId, [{ node: server.name, ports: server.ports }]);
  return chaincodeWorkload({
    id: randomUUID(),
    chainId,
    server,
    ports: ports[server.name] ?? {},
    addresses: driver.addresses,
    mspId: 'Org1MSP',
    language,
    packageId: 'asset_1:abc',
    program: { type: 'build', buildId, args: [] },
    files: await serverFiles(),
  });
}

it.each([
  ['TypeScript', '../../../../samples/asset-transfer'],
  ['Java', '../../../testing/fixtures/java-chaincode'],
])(
  'serves a %s chaincode over TLS, and removes it without leftovers',
  async (_language, project) => {
    const workload = await serverOf(await build(await projectFiles(join(__dirname, project))));
    const { chainId, name, files, ports } = workload;
    const said: string[] = [];
    await driver.apply([workload]);
    await driver.waitUntilReady({ chainId }, { report: ({ message }) => said.push(message) });
    expect(said.at(-1)).toBe('1 of 1 chaincode servers ready');
    const ca = files['tls/ca.crt']?.content ?? '';
    const socket = connect({ host: '127.0.0.1', port: ports['chaincode'] ?? 0, ca, ALPNProtocols: ['h2'] });
    await once(socket, 'secureConnect');
    expect(socket.authorized).toBe(true);
    socket.destroy();
    const [seen] = await driver.status({ chainId, names: [name] });
    expect(seen).toMatchObject({ kind: 'chaincode', state: 'running' });
    await driver.remove({ chainId });
    expect(await driver.status({ chainId })).toEqual([]);
  },
  TIMEOUT_MS,
);

it(
  'reports a chaincode that crashes at start with its last log lines',
  async () => {
    const main = 'package main\n\nfunc main() { panic("the ledger is not where it was") }\n';
    const workload = await serverOf(await build({ 'go.mod': 'module crash\n\ngo 1.22\n', 'main.go': main }));
    const starting = driver.apply([workload]).then(() => driver.waitUntilReady({ chainId: workload.chainId }));
    await expect(starting).rejects.toMatchObject({
      code: 'chaincode_crashed',
      cause: expect.stringContaining('panic: the ledger is not where it was') as string,
    });
  },
  TIMEOUT_MS,
);
