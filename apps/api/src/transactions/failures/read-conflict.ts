import {
  decodeBlock,
  readConflictIn,
  type Block,
  type PeerClient,
  type ReadConflict,
  type Transaction,
  type TransactionInvalidError,
} from '@heddle/fabric';
import type { ApiError } from '../../errors/api-error';
import type { ChannelGateways } from '../../fabric/channel-gateways';
import { nameOf, problemWith, type FailedCall } from './failed-call';

/** The winner is in the same block or shortly before it: between the endorsement and the commit. */
const MOST_BLOCKS = 10;

/** A read conflict: adds the key and the transaction that changed it first. */
export async function readConflict(
  error: TransactionInvalidError,
  call: FailedCall,
  gateways: ChannelGateways,
): Promise<ApiError> {
  const { channel, organization } = call;
  const found = await gateways
    .call({ channel, organization, peersOf: 'channel' }, ({ peer }) => findConflict(error, peer, channel.name))
    .catch(() => undefined);
  if (found === undefined) return problemWith(error, {});
  return problemWith(error, {
    message: `${error.message}. ${sentence(found, call)}`,
    remedy:
      'Submit it again: it then reads the new value. If many transactions write the same key, use a separate key for each.',
  });
}

async function findConflict(
  { blockNumber, transactionId }: TransactionInvalidError,
  peer: PeerClient,
  channel: string,
): Promise<ReadConflict | undefined> {
  const read = async (number: number): Promise<Block> => decodeBlock(await peer.blockByNumber(channel, number));
  const own = await read(blockNumber);
  const loser = own.transactions.find((transaction) => transaction.transactionId === transactionId);
  if (loser === undefined) return undefined;
  let found = readConflictIn(loser, own);
  for (let number = blockNumber - 1; found === undefined && number > blockNumber - MOST_BLOCKS && number > 0; number--)
    found = readConflictIn(loser, await read(number));
  return found;
}

function sentence({ namespace, collection, key, winner, blockNumber }: ReadConflict, { channel }: FailedCall): string {
  const what =
    collection === null
      ? `Key ${JSON.stringify(key)} of ${namespace}`
      : `The private key with hash ${key.slice(0, 16)} in collection ${collection} of ${namespace}`;
  const who = winner.creator === null ? '' : ` by ${nameOf(channel, winner.creator.mspId)}`;
  return `${what} was changed first by transaction ${winner.transactionId} in block ${String(blockNumber)} (${functionOf(winner)}${who}).`;
}

function functionOf({ content }: Transaction): string {
  const call = content.kind === 'endorser' ? content.actions[0]?.invocation : undefined;
  return call === undefined ? 'unknown function' : `${call.chaincodeName}.${call.function ?? 'unknown function'}`;
}
