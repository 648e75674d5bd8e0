import { Injectable } from '@nestjs/common';
import type { api, Block, QueryOf, ResponseOf, TransactionDetail } from '@heddle/contracts';
import { decodeBlock, type PeerClient } from '@heddle/fabric';
import type { ChannelKey } from '../channels/find-channel';
import { notFound } from '../errors/api-error';
import type { ChannelAccess } from '../fabric/channel-access';
import { ChannelGateways } from '../fabric/channel-gateways';
import { FreshCache } from '../fabric/fresh-cache';
import { toBlock, toDetail, toSummary, type ReadBlock } from './block-views';

type BlockMessage = Awaited<ReturnType<PeerClient['blockByNumber']>>;
type BlockList = ResponseOf<typeof api.blocks.list>;

/** Number of cached summaries; blocks never change. */
const KEPT = 5_000;

/** Reads the ledger of a channel from one of its peers. */
@Injectable()
export class BlocksService {
  readonly #summaries = new FreshCache<BlockList['items'][number]>({
    freshMs: Number.POSITIVE_INFINITY,
    staleMs: 0,
    most: KEPT,
  });

  constructor(private readonly gateways: ChannelGateways) {}

  /** Newest first. */
  async list(key: ChannelKey, { limit, before }: QueryOf<typeof api.blocks.list>): Promise<BlockList> {
    const channel = await this.gateways.channel(key);
    const { height } = await this.#ask(channel, (peer) => peer.channelInfo(channel.name));
    const end = Math.min(before ?? height, height);
    const numbers = Array.from({ length: Math.min(limit, end) }, (_, index) => end - 1 - index);
    const items = await Promise.all(
      numbers.map(async (number) =>
        this.#summaries.get(`${key.channelId}/${String(number)}`, async () =>
          toSummary(await this.#read(channel, (peer) => peer.blockByNumber(channel.name, number))),
        ),
      ),
    );
    return { height, items };
  }

  /** @param block number, or hash in hex */
  async get(key: ChannelKey, block: string): Promise<Block> {
    const channel = await this.gateways.channel(key);
    const read = await this.#read(channel, (peer) =>
      block.length === 64
        ? peer.blockByHash(channel.name, Buffer.from(block, 'hex'))
        : peer.blockByNumber(channel.name, Number(block)),
    );
    return toBlock(read);
  }

  async transaction(key: ChannelKey, transactionId: string): Promise<TransactionDetail> {
    const channel = await this.gateways.channel(key);
    const { block } = await this.#read(channel, (peer) => peer.blockByTransactionId(channel.name, transactionId));
    const transaction = block.transactions.find((candidate) => candidate.transactionId === transactionId);
    if (transaction === undefined) throw notFound(`Transaction ${transactionId}`);
    return toDetail(transaction, block.header.number);
  }

  async #read(channel: ChannelAccess, ask: (peer: PeerClient) => Promise<BlockMessage>): Promise<ReadBlock> {
    const message = await this.#ask(channel, ask);
    return { block: decodeBlock(message), size: message.serializeBinary().length };
  }

  #ask<T>(channel: ChannelAccess, ask: (peer: PeerClient) => Promise<T>): Promise<T> {
    const organization = this.gateways.organization(channel, undefined);
    return this.gateways.call({ channel, organization, peersOf: 'channel' }, ({ peer }) => ask(peer));
  }
}
