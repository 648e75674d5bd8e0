import type { ChainId, ChainSpecInput, ChannelId } from '@heddle/contracts';
import { GatewayClient, type PeerClient } from '@heddle/fabric';
import { loadChainWorld } from '../world/chain-world';
import { ChainClients } from '../fabric/chain-clients';
import type { TestInstallation } from './test-installation';

/** One orderer, and one organization with one peer. */
export const SMALL: ChainSpecInput = {
  name: 'small',
  ordering: { orderers: 1 },
  organizations: [{ name: 'org1', peers: 1 }],
};

export async function defineChannel(
  { database }: TestInstallation,
  chainId: ChainId,
  name: string,
  organizations: string[] = ['org1'],
): Promise<ChannelId> {
  const { id } = await database.transaction((store) => store.channels.create({ chainId, name, organizations }));
  return id;
}

/** A running chain; the operation that created it has succeeded. */
export async function createChain(installation: TestInstallation, spec: ChainSpecInput = SMALL): Promise<ChainId> {
  const chainId = await installation.defineChain(spec);
  const { state, error } = await installation.run('chain.create', { chainId });
  if (state !== 'succeeded') throw new Error(`chain.create ${state}: ${JSON.stringify(error)}`);
  return chainId;
}

/** Connects to the first peer as its organization's administrator. */
export async function withPeer<Result>(
  installation: TestInstallation,
  chainId: ChainId,
  work: (clients: { peer: PeerClient; gateway: GatewayClient }) => Promise<Result>,
): Promise<Result> {
  const { database } = installation;
  const sealer = await installation.sealer();
  const world = await loadChainWorld({ database, sealer }, chainId);
  const opened = await installation.runtimes();
  await using clients = new ChainClients(world, opened.runtimes);
  const [first] = world.peers;
  if (first === undefined) throw new Error('The chain has no peer.');
  const peer = await clients.peer(first);
  try {
    return await work({ peer, gateway: new GatewayClient(peer) });
  } finally {
    await opened.close();
  }
}
