import type { Place } from './chaincodes';
import { openChain } from './chain-clients';
import { CHAINCODE, CHANNEL } from './serving-chain';
import { SubmitStream } from './submit-stream';
import type { TestInstallation } from './test-installation';
import { until } from './until';

export interface Submits {
  /** Ids of the transactions that were acknowledged. */
  readonly acknowledged: readonly string[];
  /** Errors of the others. */
  readonly failures: readonly string[];
}

/** Runs work while one transaction after another is submitted through the peers that the chain has at the start. */
export async function underSubmits(
  installation: TestInstallation,
  { chainId }: Place,
  work: () => Promise<unknown>,
): Promise<Submits> {
  await using chain = await openChain(installation, chainId);
  const stream = new SubmitStream(chain, CHANNEL, CHAINCODE);
  const some = (count: number) =>
    until(() => Promise.resolve(stream.acknowledged.length > count), 'a transaction is committed');
  try {
    await some(0);
    await work();
    await some(stream.acknowledged.length);
  } finally {
    await stream.stop();
  }
  return stream;
}
