import { api, type BodyInputOf, type Chain, type Operation, type OperationId, type SourceId } from '@heddle/contracts';
import { archive } from '../../demo/archive.ts';
import type { ChaincodeParams } from '../../demo/scenario.ts';
import { fromRoot } from '../../lib/root.mjs';
import type { Instance } from './instance.ts';
import type { Stopwatch } from './stopwatch.ts';

/** The benchmark chaincode; its server needs the least resources. */
export const SAMPLE = 'asset-transfer-go';
export const CHANNEL = 'trade';

/**
 * Uploads the source of the sample.
 * @param folder a copy of the sample
 */
export async function uploadSample({ client }: Instance, folder = fromRoot('samples', SAMPLE)): Promise<SourceId> {
  const file = { name: `${SAMPLE}.tar.gz`, content: await archive(folder) };
  return (await client.ask(api.chaincodes.upload, { file })).id;
}

interface SampleChainOptions {
  readonly name: string;
  readonly sourceId: SourceId;
  /** Parts of the specification. */
  readonly spec?: Partial<BodyInputOf<typeof api.chains.create>>;
  /** Times the parts. */
  readonly watch?: Stopwatch;
}

interface SampleChain {
  readonly chain: Chain;
  readonly chaincode: ChaincodeParams;
  readonly operations: readonly OperationId[];
}

/** Three orderers, two organizations with two peers each unless `spec` says otherwise, one channel, one chaincode. */
export async function createSampleChain(
  instance: Instance,
  { name, sourceId, spec = {}, watch }: SampleChainOptions,
): Promise<SampleChain> {
  const { client } = instance;
  const operations: OperationId[] = [];
  const make = async <Resource extends { id: string }>(
    part: string,
    request: Promise<{ resource: Resource; operation: Operation }>,
  ) => {
    const { resource, operation } = await instance.succeeded(request);
    watch?.lap(part);
    operations.push(operation.id);
    return resource;
  };
  const organizations = ['org1', 'org2'].map((organization) => ({ name: organization, peers: 2 }));
  const body = { name, ordering: { orderers: 3 }, organizations, ...spec };
  const chain = await make('chain', client.ask(api.chains.create, { body }));
  const inChain = { params: { chainId: chain.id }, body: { name: CHANNEL } };
  const channel = await make('channel', client.ask(api.channels.create, inChain));
  const params = { chainId: chain.id, channelId: channel.id };
  const origin = { type: 'source', sourceId } as const;
  const deploying = { params, body: { name: SAMPLE, version: '1.0', origin } };
  const { id: chaincodeId } = await make('chaincode', client.ask(api.chaincodes.deploy, deploying));
  return { chain, chaincode: { ...params, chaincodeId }, operations };
}
