import { archive } from '../../demo/archive.mjs';
import { fromRoot } from '../../lib/root.mjs';

/** The benchmark chaincode; its server needs the least resources. */
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
 * @param {{ name: string, sourceId: string, place?: object, lap?: (part: string) => void }} options place: the part of the specification that says where it runs; lap: called when a part ends
 * @returns {Promise<{ chain: { id: string, name: string }, chaincodePath: string, operations: string[] }>} operations: their ids
 */
export async function createSampleChain(instance, { name, sourceId, place = {}, lap = () => undefined }) {
  /** @type {string[]} */
  const operations = [];
  /**
   * @param {string} part
   * @param {string} path
   * @param {object} body
   */
  const make = async (part, path, body) => {
    const { resource, operation } = await instance.operation(path, body);
    lap(part);
    operations.push(operation.id);
    return resource;
  };
  const organizations = ['org1', 'org2'].map((organization) => ({ name: organization, peers: 2 }));
  const chain = await make('chain', '/chains', { ...place, name, ordering: { orderers: 3 }, organizations });
  const channels = `/chains/${chain.id}/channels`;
  const channel = await make('channel', channels, { name: CHANNEL });
  const chaincodes = `${channels}/${channel.id}/chaincodes`;
  const origin = { type: 'source', sourceId };
  const chaincode = await make('chaincode', chaincodes, { name: SAMPLE, version: '1.0', origin });
  return { chain, chaincodePath: `${chaincodes}/${chaincode.id}`, operations };
}
