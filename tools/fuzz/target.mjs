import { archive } from '../demo/archive.mjs';
import { fromRoot } from '../lib/root.mjs';

/** The sample whose server needs the least of the machine. */
const SAMPLE = 'asset-transfer-go';

/**
 * What exists on the instance, by the name of the parameter that takes it. Without these, requests would come no further
 * than to a resource that does not exist.
 * @typedef {Record<string, readonly string[]>} Known
 */

/**
 * Creates one chain with a channel, a chaincode that answers, an identity and a transaction.
 * @param {import('../demo/session.mjs').Session} session
 * @returns {Promise<Known>}
 */
export async function createTarget(session) {
  const { rest } = session;
  const spec = { name: 'fuzzed', ordering: { orderers: 1 }, organizations: [{ name: 'org1', peers: 1 }] };
  const chain = await session.operation('Create a chain', () => rest.post('/chains', spec));
  const at = `/chains/${chain.id}`;
  const channel = await session.operation('Create a channel', () => rest.post(`${at}/channels`, { name: 'trade' }));
  const source = await rest.upload(`${SAMPLE}.tar.gz`, await archive(fromRoot('samples', SAMPLE)));
  const origin = { type: 'source', sourceId: source.id };
  const chaincodes = `${at}/channels/${channel.id}/chaincodes`;
  const chaincode = await session.operation('Deploy a chaincode', () =>
    rest.post(chaincodes, { name: 'assets', version: '1', origin }),
  );
  const args = ['asset1', 'ada', 'blue', '5'];
  const call = await rest.post(`${chaincodes}/${chaincode.id}/invoke`, { fn: 'CreateAsset', args });
  const identity = await rest.post(`${at}/identities`, { organization: 'org1', name: 'ada', role: 'client' });
  const [nodes, operations, files] = await Promise.all([
    rest.get(`${at}/nodes`),
    rest.get('/operations'),
    rest.get(`${at}/artifacts`),
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
    path: files.items.slice(0, 5).map((/** @type {{ path: string }} */ file) => file.path),
    fn: ['ReadAsset', 'GetAllAssets'],
  };
}

/** @param {{ items: readonly { id: string }[] }} page */
function ids({ items }) {
  return items.map(({ id }) => id);
}
