import type { Language } from '@heddle/contracts';
import type { RuntimeDriver } from '@heddle/runtime';
import { deployServed, startTestNetwork, type TestNetwork } from '@heddle/testing';
import { chaincodeWorkload, planChaincodeServer } from '@heddle/topology';
import { randomUUID } from 'node:crypto';
import { basename, join } from 'node:path';
import { localHarness, type LocalHarness } from '../harness/local-harness';
import { projectFiles, writeArchive } from '../harness/source-archive';
import { buildChaincode } from './build-chaincode';

const TIMEOUT_MS = 300_000;
const FIXTURES = join(__dirname, '../../../testing/fixtures');
const CHANNEL = 'trade';

let network: TestNetwork;
let harness: LocalHarness;
let driver: RuntimeDriver;
let cacheDir: string;
beforeAll(async () => {
  harness = await localHarness();
  cacheDir = join(harness.root, '.builds');
  driver = await harness.open();
  network = await startTestNetwork({ organizations: 1 });
  await network.createChannel(CHANNEL);
}, TIMEOUT_MS);
afterAll(async () => {
  await harness.close();
  await network.stop();
}, TIMEOUT_MS);

async function build(folder: string): Promise<{ id: string; language: Language; lines: string[] }> {
  const fileName = `${basename(folder)}.tar.gz`;
  const archive = await writeArchive(join(harness.root, fileName), await projectFiles(join(FIXTURES, folder)));
  const lines: string[] = [];
  const log = (line: string) => lines.push(line);
  const built = await buildChaincode({ archive, fileName, cacheDir, nodes: harness.root, log });
  return { ...built, lines };
}

/** The server of an image, unlike that of a build, gets the settings of every language. */
interface As {
  readonly chaincode: string;
  readonly servedAs: 'build' | 'image';
}

/** Builds a project, serves it on this machine as a deployment does, and calls it from a real peer over TLS. */
async function deploy(folder: string, { chaincode, servedAs }: As) {
  const { id: buildId, language, lines } = await build(folder);
  const [organization] = network.organizations;
  const { domain, mspId, tlsRootCertificate: rootCertificate } = organization;
  const naming = { chaincode, organization: { name: 'org1', domain }, suffix: '3f2a90c1' };
  const server = planChaincodeServer(naming);
  const chainId = randomUUID();
  const ports = await driver.allocatePorts(chainId, [{ node: server.name, ports: server.ports }]);
  const { files } = await organization.issueNode(server.hostName, 'peer');
  const calls = await deployServed(network, {
    channel: CHANNEL,
    name: chaincode,
    address: `127.0.0.1:${String(ports[server.name]?.['chaincode'])}`,
    rootCertificate,
    ...(servedAs === 'image' && { clientAuth: organization.tlsClient }),
    serve: async (packageId) => {
      const workload = chaincodeWorkload({
        id: randomUUID(),
        chainId,
        server,
        ports: ports[server.name] ?? {},
        addresses: driver.addresses,
        mspId,
        language: servedAs === 'image' ? null : language,
        packageId,
        program: { type: 'build', buildId, args: [] },
        files,
      });
      await driver.apply([workload]);
      await driver.waitUntilReady({ chainId });
    },
  });
  return { ...calls, lines };
}

it.each([
  ['go-contract', 'Go, contract-api with its own server'],
  ['go-contract-old', 'Go, contract-api 1.1 that only calls a peer'],
  ['go-shim', 'Go, the shim that only calls a peer'],
  ['node-start', 'Node.js, started by fabric-chaincode-node'],
  ['node-client', 'Node.js, the shim that only calls a peer'],
  ['node-server', 'Node.js, served by fabric-chaincode-node with its own variables'],
])(
  '%s is served unchanged: %s',
  async (shape) => {
    const { submit, evaluate, close } = await deploy(`shapes/${shape}`, { chaincode: shape, servedAs: 'build' });
    try {
      await submit('Put', 'key', 'value');
      expect(await evaluate('Get', 'key')).toBe('value');
      expect(await evaluate('Organization')).toBe('Org1MSP');
    } finally {
      close();
    }
  },
  TIMEOUT_MS,
);

it.each([
  ['go-contract', 'shapes/go-contract', 'Put', 'Get'],
  ['node-server', 'shapes/node-server', 'Put', 'Get'],
  ['java-contract', 'java-chaincode', 'put', 'get'],
])(
  '%s is served unchanged with the settings of an image',
  async (name, folder, put, get) => {
    const { submit, evaluate, close } = await deploy(folder, { chaincode: `${name}-image`, servedAs: 'image' });
    try {
      await submit(put, 'key', 'value');
      expect(await evaluate(get, 'key')).toBe('value');
    } finally {
      close();
    }
  },
  TIMEOUT_MS,
);
