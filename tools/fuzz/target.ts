import { api } from '@heddle/contracts';
import { archive } from '../demo/archive.ts';
import type { Session } from '../demo/session.ts';
import { fromRoot } from '../lib/root.mjs';

/** The sample whose server needs the least resources. */
const SAMPLE = 'asset-transfer-go';

/**
 * Values that exist on the instance, by the name of the parameter that takes them. Without these, every request would end
 * at a resource that does not exist.
 */
export type Known = Record<string, readonly string[]>;

/** Creates one chain with a channel, a chaincode that answers, an identity and a transaction. */
export async function createTarget(session: Session): Promise<Known> {
  const { client } = session;
  const body = { name: 'fuzzed', ordering: { orderers: 1 }, organizations: [{ name: 'org1', peers: 1 }] };
  const chain = await session.operation('Create a chain', () => client.ask(api.chains.create, { body }));
  const inChain = { chainId: chain.id };
  const channel = await session.operation('Create a channel', () =>
    client.ask(api.channels.create, { params: inChain, body: { name: 'trade' } }),
  );
  const file = { name: `${SAMPLE}.tar.gz`, content: await archive(fromRoot('samples', SAMPLE)) };
  const source = await client.ask(api.chaincodes.upload, { file });
  const origin = { type: 'source', sourceId: source.id } as const;
  const inChannel = { ...inChain, channelId: channel.id };
  const chaincode = await session.operation('Deploy a chaincode', () =>
    client.ask(api.chaincodes.deploy, { params: inChannel, body: { name: 'assets', version: '1', origin } }),
  );
  const call = await client.ask(api.chaincodes.invoke, {
    params: { ...inChannel, chaincodeId: chaincode.id },
    body: { fn: 'CreateAsset', args: ['asset1', 'ada', 'blue', '5'] },
  });
  const identity = await client.ask(api.identities.issue, {
    params: inChain,
    body: { organization: 'org1', name: 'ada', role: 'client' },
  });
  const [nodes, operations, files] = await Promise.all([
    client.ask(api.nodes.list, { params: inChain }),
    client.ask(api.operations.list, {}),
    client.ask(api.chains.artifacts, { params: inChain }),
  ]);
  return {
    chainId: [chain.id],
    channelId: [channel.id],
    chaincodeId: [chaincode.id],
    identityId: [identity.id],
    nodeId: ids(nodes),
    operationId: ids(operations),
    sourceId: [source.id],
    transactionId: [call.transactionId],
    block: ['0', String(call.blockNumber)],
    organization: ['org1'],
    sample: [SAMPLE],
    path: files.items.slice(0, 5).map(({ path }) => path),
    fn: ['ReadAsset', 'GetAllAssets'],
  };
}

function ids({ items }: { items: readonly { id: string }[] }): string[] {
  return items.map(({ id }) => id);
}
