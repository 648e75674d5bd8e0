import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fromRoot } from '../lib/root.mjs';
import { say } from '../lib/say.mjs';
import { archive } from './archive.mjs';
import { untilCommitted } from './until-committed.mjs';

/** @typedef {import('./session.mjs').Session} Session */

/** A name that no earlier demo has used. */
export function demoName() {
  return `demo-${randomBytes(3).toString('hex')}`;
}

/**
 * @param {Session} session
 * @param {string} name
 * @param {object} place the part of the specification that says where the chain runs
 */
export async function createChain(session, name, place) {
  const spec = {
    ...place,
    name,
    description: 'Created by npm run demo',
    ordering: { orderers: 3 },
    organizations: [
      { name: 'org1', peers: 2 },
      { name: 'org2', peers: 2 },
    ],
  };
  return session.operation(`Create chain ${name}`, () => session.rest.post('/chains', spec));
}

/**
 * @param {Session} session
 * @param {{ id: string }} chain
 */
export async function createChannel(session, chain) {
  const channel = await session.operation('Create channel trade', () =>
    session.rest.post(`/chains/${chain.id}/channels`, { name: 'trade' }),
  );
  const { members } = await session.rest.get(`/chains/${chain.id}/channels/${channel.id}`);
  for (const { organization, peers, anchorPeers } of members) {
    say(`  ${organization}: ${peers.length} peers joined, anchor ${anchorPeers.join(', ')}`);
  }
  return channel;
}

/**
 * @param {Session} session
 * @param {string} channelPath
 * @param {{ sample: string, collections: unknown[], init?: { fn: string, args: string[] } }} chaincode
 * @returns {Promise<string>} path of the chaincode
 */
export async function deploy(session, channelPath, { sample, collections, init }) {
  const source = await session.timed(`Upload samples/${sample}`, async () =>
    session.rest.upload(`${sample}.tar.gz`, await archive(fromRoot('samples', sample))),
  );
  const body = { name: sample, version: '1.0', origin: { type: 'source', sourceId: source.id }, collections, init };
  const chaincode = await session.operation(`Deploy ${sample} (${source.language})`, () =>
    session.rest.post(`${channelPath}/chaincodes`, body),
  );
  return `${channelPath}/chaincodes/${chaincode.id}`;
}

/** The sample's own private data collection. */
export function sampleCollections() {
  return JSON.parse(readFileSync(fromRoot('samples', 'asset-transfer', 'collections.json'), 'utf8'));
}

/**
 * Writes as one organization, reads as the other, and prints the block that contains the transaction.
 * @param {Session} session
 * @param {string} channelPath
 * @param {string} chaincodePath
 * @param {{ name: string, privateDetails: boolean }} sample
 */
export async function use(session, channelPath, chaincodePath, { name, privateDetails }) {
  const call = (/** @type {'invoke' | 'query'} */ how, /** @type {object} */ request) =>
    session.rest.post(`${chaincodePath}/${how}`, request);
  const transient = privateDetails ? { details: JSON.stringify({ appraisedValue: 1300 }) } : {};
  const created = await session.timed(`Invoke CreateAsset on ${name}`, () =>
    call('invoke', { fn: 'CreateAsset', args: ['asset1', 'Ada', 'blue', '5'], transient, organization: 'org1' }),
  );
  say(`  CreateAsset: ${created.result} (${created.validationCode} in block ${created.blockNumber})`);
  const read = await session.timed(`Query ReadAsset on ${name}`, () =>
    untilCommitted(() => call('query', { fn: 'ReadAsset', args: ['asset1'], organization: 'org2' })),
  );
  say(`  ReadAsset as org2: ${read.result}`);
  if (privateDetails) {
    const details = await untilCommitted(() =>
      call('query', { fn: 'ReadPrivateDetails', args: ['asset1'], organization: 'org2' }),
    );
    say(`  ReadPrivateDetails as org2: ${details.result}`);
  }
  await showBlock(session, channelPath, created);
}

/**
 * @param {Session} session
 * @param {string} channelPath
 * @param {{ blockNumber: number, transactionId: string }} transaction
 */
async function showBlock(session, channelPath, { blockNumber, transactionId }) {
  const block = await session.timed(`Read block ${blockNumber}`, () =>
    session.rest.get(`${channelPath}/blocks/${blockNumber}`),
  );
  say(`  Block ${block.number}, hash ${block.hash}`);
  say(`    after ${block.previousHash}, ${block.size} bytes`);
  for (const { transactionId: id, type, creatorMspId, chaincode, fn, validationCode } of block.items) {
    const mark = id === transactionId ? '→' : ' ';
    say(`    ${mark} ${id.slice(0, 16)}… ${type} by ${creatorMspId}: ${chaincode ?? ''} ${fn ?? ''} ${validationCode}`);
  }
}

/**
 * Releases the chain and checks that nothing of it is left.
 * @param {Session} session
 * @param {{ id: string, name: string }} chain
 * @returns {Promise<boolean>} whether the chain is gone
 */
export async function release(session, chain) {
  await session.operation(`Release chain ${chain.name}`, () =>
    session.rest.post(`/chains/${chain.id}/release`, { confirmName: chain.name }),
  );
  await session.rest.delete(`/chains/${chain.id}`);
  return !(await session.rest.exists(`/chains/${chain.id}`));
}
