import { api, type ChainId } from '@heddle/contracts';
import {
  connectPeer,
  createSigner,
  decodeBlock,
  type NodeEndpoint,
  type PeerClient,
  type Signer,
} from '@heddle/fabric';
import { z } from 'zod';
import type { Ground } from './ground';
import type { NodeRow } from './rows';
import type { World } from './world';

/** How a node is reached without Heddle, until it is disposed. */
export type Reached = Pick<NodeEndpoint, 'address' | 'hostnameOverride'> & AsyncDisposable;

export interface Acknowledged {
  readonly chainId: ChainId;
  readonly channel: string;
  /** Ids of transactions. */
  readonly ids: readonly string[];
}

/** Every peer of the chain has each of the transactions exactly once as a valid one, by its own blocks. */
export async function expectOnEveryPeer(
  world: World,
  { reach }: Pick<Ground, 'reach'>,
  { chainId, channel, ids }: Acknowledged,
): Promise<void> {
  for (const peer of world.rows.nodes(chainId).filter(({ kind }) => kind === 'peer')) {
    await using reached = await reach(chainId, peer);
    const { address, hostnameOverride } = reached;
    const client = connectPeer({
      endpoint: { address, tlsRootCertificate: tlsRootOf(world, chainId, peer), ...named(hostnameOverride) },
      signer: await administratorOf(world, chainId, peer),
    });
    try {
      const valid = await validOn(client, channel);
      expect({ peer: peer.name, not: ids.filter((id) => valid.get(id) !== 1) }).toEqual({ peer: peer.name, not: [] });
    } finally {
      client.close();
    }
  }
}

const named = (hostnameOverride: string | undefined) => (hostnameOverride === undefined ? {} : { hostnameOverride });

/** How often each transaction is valid in the blocks of a peer. */
async function validOn(peer: PeerClient, channel: string): Promise<Map<string, number>> {
  const { height } = await peer.channelInfo(channel);
  const counts = new Map<string, number>();
  for (let number = 0; number < height; number += 1) {
    const { transactions } = decodeBlock(await peer.blockByNumber(channel, number));
    for (const { transactionId, validationCode } of transactions) {
      if (validationCode === 'VALID') counts.set(transactionId, (counts.get(transactionId) ?? 0) + 1);
    }
  }
  return counts;
}

function tlsRootOf({ rows }: World, chainId: ChainId, { organization }: NodeRow): string {
  const authority = rows.authorities(chainId).find((one) => one.organization === organization && one.kind === 'tlsca');
  if (authority === undefined) throw new Error(`${organization} has no TLS CA.`);
  return authority.certificate;
}

const Wallet = z.object({
  mspId: z.string(),
  credentials: z.object({ certificate: z.string(), privateKey: z.string() }),
});

async function administratorOf({ instance }: World, chainId: ChainId, { organization }: NodeRow): Promise<Signer> {
  const { client } = instance;
  const { items } = await client.ask(api.identities.list, { params: { chainId } });
  const found = items.find((one) => one.organization === organization && one.role === 'admin');
  if (found === undefined) throw new Error(`${organization} has no administrator.`);
  const params = { chainId, identityId: found.id };
  const { content } = await client.download(api.identities.download, { params, body: { format: 'wallet' } });
  const { mspId, credentials } = Wallet.parse(JSON.parse(await content.text()));
  return createSigner({ mspId, ...credentials });
}
