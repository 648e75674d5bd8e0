import { archive } from '../../demo/archive.mjs';
import { fromRoot } from '../../lib/root.mjs';

/** The chaincode of the figures: its server needs the least of the machine. */
export const SAMPLE = 'asset-transfer-go';
export const CHANNEL = 'trade';

/**
 * @param {import('./instance.mjs').Instance} instance
 * @returns {Promise<string>} id of the sample's source
 */
export async function uploadSample(instance) {
  const bytes = await archive(fromRoot('samples', SAMPLE));
  return (await instance.rest.upload(`${SAMPLE}.tar.gz`, bytes)).id;
}

/**
 * Three orderers, two organizations with two peers each, one channel, one chaincode.
 * @param {import('./instance.mjs').Instance} instance
 * @param {{ name: string, sourceId: string, lap?: (part: string) => void }} options lap: told when a part has ended
 * @returns {Promise<{ chain: { id: string, name: string }, chaincodePath: string }>}
 */
export async function createSampleChain(instance, { name, sourceId, lap = () => undefined }) {
  const organizations = ['org1', 'org2'].map((organization) => ({ name: organization, peers: 2 }));
  const { resource: chain } = await instance.operation('/chains', { name, ordering: { orderers: 3 }, organizations });
  lap('chain');
  const channels = `/chains/${chain.id}/channels`;
  const { resource: channel } = await instance.operation(channels, { name: CHANNEL });
  lap('channel');
  const chaincodes = `${channels}/${channel.id}/chaincodes`;
  const origin = { type: 'source', sourceId };
  const { resource: chaincode } = await instance.operation(chaincodes, { name: SAMPLE, version: '1.0', origin });
  lap('chaincode');
  return { chain, chaincodePath: `${chaincodes}/${chaincode.id}` };
}
