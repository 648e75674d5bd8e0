import {
  connectPeer,
  DiscoveryClient,
  LifecycleClient,
  waitForEndorsers,
  type ChaincodeDefinition,
  type CollectionDefinition,
  type EndorsementPolicy,
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

/** A chaincode that is committed, and served until stopped. */
export interface TestDeployment {
  readonly packageId: string;
  stop(): Promise<void>;
}

/** Installs the Go fixture on every peer, has every organization approve it, commits it, serves it, and waits until every peer can find endorsers. */
export async function deployTestChaincode(
  network: TestNetwork,
  { channel, ...definition }: TestDeploymentOptions,
): Promise<TestDeployment> {
  const chaincode = await createTestChaincode(definition.name, network.folder);
  const [first, ...others] = await Promise.all(
    network.organizations.map(async ({ admin, peers }) => {
      const clients = peers.map(({ endpoint }) => connectPeer({ endpoint, signer: admin }));
      const ids = await Promise.all(clients.map((peer) => new LifecycleClient(peer).install(chaincode.packageBytes)));
      return { clients, packageId: ids[0] ?? '' };
    }),
  );
  if (first === undefined) throw new Error('a network without organizations');
  const organizations = [first, ...others].map(({ clients }) => clients);
  await chaincode.start(first.packageId);
  const complete = { version: '1.0', sequence: 1, packageId: first.packageId, ...definition };
  await agree(
    organizations.flatMap(([peer]) => (peer === undefined ? [] : [peer])),
    channel,
    complete,
  );
  const everyPeer = organizations.flat();
  await Promise.all(everyPeer.map((peer) => waitForEndorsers(new DiscoveryClient(peer), channel, definition.name)));
  for (const peer of everyPeer) peer.close();
  return { packageId: first.packageId, stop: () => chaincode.stop() };
}

async function agree(peers: readonly PeerClient[], channel: string, definition: ChaincodeDefinition): Promise<void> {
  const lifecycles = peers.map((peer) => new LifecycleClient(peer));
  await Promise.all(lifecycles.map((lifecycle) => lifecycle.approve(channel, definition)));
  const [committer] = lifecycles;
  await committer?.commit(channel, definition, { endorsers: peers });
}
