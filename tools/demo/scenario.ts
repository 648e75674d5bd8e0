import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import {
  api,
  type BodyInputOf,
  type Chain,
  type ChaincodeId,
  type ChannelId,
  type CollectionConfig,
} from '@heddle/contracts';
import { fromRoot } from '../lib/root.mjs';
import { say } from '../lib/say.mjs';
import { archive } from './archive.ts';
import type { PlaceSpec } from './places/place.ts';
import type { Session } from './session.ts';
import { untilCommitted } from './until-committed.ts';

export interface ChannelParams {
  readonly chainId: Chain['id'];
  readonly channelId: ChannelId;
}

export type ChaincodeParams = ChannelParams & { chaincodeId: ChaincodeId };

/** A name that no earlier demo has used. */
export function demoName() {
  return `demo-${randomBytes(3).toString('hex')}`;
}

/** @param place the part of the specification that says where the chain runs */
export async function createChain(session: Session, name: string, place: PlaceSpec) {
  const body = {
    ...place,
    name,
    description: 'Created by npm run demo',
    ordering: { orderers: 3 },
    organizations: [
      { name: 'org1', peers: 2 },
      { name: 'org2', peers: 2 },
    ],
  };
  return session.operation(`Create chain ${name}`, () => session.client.ask(api.chains.create, { body }));
}

export async function createChannel(session: Session, chain: Pick<Chain, 'id'>): Promise<ChannelParams> {
  const params = { chainId: chain.id };
  const { id: channelId } = await session.operation('Create channel trade', () =>
    session.client.ask(api.channels.create, { params, body: { name: 'trade' } }),
  );
  const { members } = await session.client.ask(api.channels.get, { params: { ...params, channelId } });
  for (const { organization, peers, anchorPeers } of members) {
    say(`  ${organization}: ${peers.length} peers joined, anchor ${anchorPeers.join(', ')}`);
  }
  return { ...params, channelId };
}

export async function deploy(
  session: Session,
  params: ChannelParams,
  {
    sample,
    collections,
    init,
  }: {
    sample: string;
    collections: BodyInputOf<typeof api.chaincodes.deploy>['collections'];
    init?: { fn: string; args: string[] };
  },
): Promise<ChaincodeParams> {
  const source = await session.timed(`Upload samples/${sample}`, async () => {
    const file = { name: `${sample}.tar.gz`, content: await archive(fromRoot('samples', sample)) };
    return session.client.ask(api.chaincodes.upload, { file });
  });
  const origin = { type: 'source', sourceId: source.id } as const;
  const body = { name: sample, version: '1.0', origin, collections, init };
  const chaincode = await session.operation(`Deploy ${sample} (${source.language})`, () =>
    session.client.ask(api.chaincodes.deploy, { params, body }),
  );
  return { ...params, chaincodeId: chaincode.id };
}

/** The sample's own private data collection. */
export function sampleCollections(): CollectionConfig[] {
  const file = readFileSync(fromRoot('samples', 'asset-transfer', 'collections.json'), 'utf8');
  return JSON.parse(file) as CollectionConfig[];
}

/** Writes as one organization, reads as the other, and prints the block that contains the transaction. */
export async function use(
  session: Session,
  params: ChaincodeParams,
  { name, privateDetails }: { name: string; privateDetails: boolean },
) {
  const { client } = session;
  const query = (fn: string) =>
    client.ask(api.chaincodes.query, { params, body: { fn, args: ['asset1'], organization: 'org2' } });
  const transient = privateDetails ? { details: JSON.stringify({ appraisedValue: 1300 }) } : {};
  const created = await session.timed(`Invoke CreateAsset on ${name}`, () =>
    client.ask(api.chaincodes.invoke, {
      params,
      body: { fn: 'CreateAsset', args: ['asset1', 'Ada', 'blue', '5'], transient, organization: 'org1' },
    }),
  );
  say(`  CreateAsset: ${created.result} (${created.validationCode} in block ${created.blockNumber})`);
  const read = await session.timed(`Query ReadAsset on ${name}`, () => untilCommitted(() => query('ReadAsset')));
  say(`  ReadAsset as org2: ${read.result}`);
  if (privateDetails) {
    const details = await untilCommitted(() => query('ReadPrivateDetails'));
    say(`  ReadPrivateDetails as org2: ${details.result}`);
  }
  await showBlock(session, params, created);
}

async function showBlock(
  session: Session,
  { chainId, channelId }: ChannelParams,
  { blockNumber, transactionId }: { blockNumber: number; transactionId: string },
) {
  const block = await session.timed(`Read block ${blockNumber}`, () =>
    session.client.ask(api.blocks.get, { params: { chainId, channelId, block: String(blockNumber) } }),
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
 * @returns whether the chain is gone
 */
export async function release(session: Session, chain: Pick<Chain, 'id' | 'name'>): Promise<boolean> {
  const { client } = session;
  const params = { chainId: chain.id };
  await session.operation(`Release chain ${chain.name}`, () =>
    client.ask(api.chains.release, { params, body: { confirmName: chain.name } }),
  );
  await client.ask(api.chains.delete, { params });
  return (await client.all(api.chains.list, { query: { search: chain.name } })).every(({ id }) => id !== chain.id);
}
