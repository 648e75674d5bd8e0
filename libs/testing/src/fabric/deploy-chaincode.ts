import {
  ccaasPackage,
  connectGateway,
  connectPeer,
  DiscoveryClient,
  LifecycleClient,
  waitForEndorsers,
  type ChaincodeDefinition,
  type CollectionDefinition,
  type EndorsementPolicy,
  type KeyPair,
  type PeerClient,
} from '@heddle/fabric';
import { createTestChaincode } from './chaincode-server';
import type { TestNetwork } from './test-network';

export interface TestDeploymentOptions {
  readonly channel: string;
  readonly name: string;
  readonly endorsementPolicy?: EndorsementPolicy;
  readonly collections?: readonly CollectionDefinition[];
}

/** A committed chaincode, served until stopped. */
export interface TestDeployment {
  readonly packageId: string;
  stop(): Promise<void>;
}

/** Installs the Go fixture on every peer, has every organization approve it, commits it, serves it, and waits until every peer can find endorsers. */
export async function deployTestChaincode(
  network: TestNetwork,
  definition: TestDeploymentOptions,
): Promise<TestDeployment> {
  const chaincode = await createTestChaincode(definition.name, network.folder);
  const { packageBytes } = chaincode;
  const packageId = await deployPackage(network, { definition, packageBytes, serve: (id) => chaincode.start(id) });
  return { packageId, stop: () => chaincode.stop() };
}

export interface ServedDeploymentOptions extends TestDeploymentOptions {
  /** The server's address for the peers, and the CA of its certificate. */
  readonly address: string;
  readonly rootCertificate: string;
  /** The client certificate that peers present to the server; none by default. */
  readonly clientAuth?: KeyPair;
  /** Starts the server; called with the package id before the definition is committed. */
  readonly serve: (packageId: string) => Promise<void>;
}

/** Calls a chaincode as the first organization's user. */
export type TestCall = (fn: string, ...args: string[]) => Promise<string>;

/** Deploys a chaincode that the test itself serves with TLS, and returns a function that calls it. */
export async function deployServed(
  network: TestNetwork,
  { address, rootCertificate, clientAuth, serve, ...definition }: ServedDeploymentOptions,
): Promise<{ submit: TestCall; evaluate: TestCall; close: () => void }> {
  const presented = clientAuth === undefined ? {} : { clientAuth };
  const packageBytes = await ccaasPackage({ label: definition.name, address, rootCertificate, ...presented });
  await deployPackage(network, { definition, packageBytes, serve });
  const [{ peers, user }] = network.organizations;
  const gateway = connectGateway({ endpoint: peers[0].endpoint, signer: user });
  const text = (bytes: Uint8Array) => Buffer.from(bytes).toString();
  const { channel, name } = definition;
  return {
    submit: async (fn, ...args) => text((await gateway.submit(channel, name, { fn, args })).result),
    evaluate: async (fn, ...args) => text(await gateway.evaluate(channel, name, { fn, args })),
    close: () => {
      gateway.close();
    },
  };
}

interface Deployment {
  readonly definition: TestDeploymentOptions;
  readonly packageBytes: Uint8Array;
  readonly serve: (packageId: string) => Promise<void>;
}

async function deployPackage(
  network: TestNetwork,
  { definition: { channel, ...definition }, packageBytes, serve }: Deployment,
): Promise<string> {
  const [first, ...others] = await Promise.all(
    network.organizations.map(async ({ admin, peers }) => {
      const clients = peers.map(({ endpoint }) => connectPeer({ endpoint, signer: admin }));
      const ids = await Promise.all(clients.map((peer) => new LifecycleClient(peer).install(packageBytes)));
      return { clients, packageId: ids[0] ?? '' };
    }),
  );
  if (first === undefined) throw new Error('a network without organizations');
  const organizations = [first, ...others].map(({ clients }) => clients);
  await serve(first.packageId);
  const complete = { version: '1.0', sequence: 1, packageId: first.packageId, ...definition };
  await agree(
    organizations.flatMap(([peer]) => (peer === undefined ? [] : [peer])),
    channel,
    complete,
  );
  const everyPeer = organizations.flat();
  await Promise.all(everyPeer.map((peer) => waitForEndorsers(new DiscoveryClient(peer), channel, definition.name)));
  for (const peer of everyPeer) peer.close();
  return first.packageId;
}

async function agree(peers: readonly PeerClient[], channel: string, definition: ChaincodeDefinition): Promise<void> {
  const lifecycles = peers.map((peer) => new LifecycleClient(peer));
  await Promise.all(lifecycles.map((lifecycle) => lifecycle.approve(channel, definition)));
  const [committer] = lifecycles;
  await committer?.commit(channel, definition, { endorsers: peers });
}
