import { randomBytes } from 'node:crypto';
import { ChainSpec, type UserId } from '@heddle/contracts';
import { openDatabase, type Transaction } from '@heddle/data';
import { requestedInventory } from '@heddle/topology';

const OWNER = '00000000-0000-4000-8000-000000000001' as UserId;
export const CHANNEL = 'trade';

/** Size of the genesis block of a default chain. */
const GENESIS_BYTES = 24_000;
const AT_ONCE = 50;

/** Writes the rows of running default chains: three orderers, two organizations with two peers, a channel. */
export async function addChains(url: string, count: number): Promise<void> {
  const database = await openDatabase({ url });
  for (let written = 0; written < count; written += AT_ONCE) {
    const numbers = Array.from({ length: Math.min(AT_ONCE, count - written) }, (_, index) => written + index);
    await database.transaction(async (store) => {
      for (const number of numbers) await addChain(store, `chain-${String(number)}`);
    });
  }
  await database.close();
}

async function addChain(store: Transaction, name: string): Promise<void> {
  const organizations = ['org1', 'org2'].map((organization) => ({ name: organization, peers: 2 }));
  const spec = ChainSpec.parse({ name, ordering: { orderers: 3 }, organizations });
  const { id: chainId } = await store.chains.create({ spec, ownerId: OWNER, state: 'running' });
  const { nodes } = requestedInventory(spec);
  for (const { name: node, kind, organization, ordinal, mspId } of nodes) {
    const place = { chainId, host: '127.0.0.1', ports: {}, certificateExpiresAt: null };
    const { id } = await store.nodes.create({ ...place, name: node, kind, organization, ordinal, mspId });
    await store.nodes.observe(id, {
      state: 'running',
      pid: 1,
      blockHeights: { [CHANNEL]: 7 },
      memoryBytes: 6e7,
      cpuPercent: 2,
    });
  }
  const channel = { chainId, name: CHANNEL, organizations: ['org1', 'org2'] };
  const { id: channelId } = await store.channels.create(channel);
  await store.channels.setState(channelId, 'active');
  await store.channels.update(channelId, { height: 7, genesisBlock: randomBytes(GENESIS_BYTES) });
  await store.channelNodes.setAll(channelId, 'joined');
  const chaincode = await store.chaincodes.create({ chainId, channelId, name: 'assets' });
  await store.chaincodes.setState(chaincode.id, 'active');
}
