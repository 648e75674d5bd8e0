import { setTimeout as delay } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import type { ChaincodeEvent, ChaincodeEventsQuery } from '@heddle/contracts';
import { RowNotFoundError } from '@heddle/data';
import type { CommittedChaincodeEvent } from '@heddle/fabric';
import type { ChaincodeKey } from '../chaincodes/chaincode-rules';
import type { ChannelAccess } from '../fabric/channel-access';
import { ChannelGateways, type PeerCall } from '../fabric/channel-gateways';
import { publicError } from '../http/problem';
import { isAborted } from './is-aborted';

/** Interval between attempts to find a peer, in milliseconds. */
const PAUSE_MS = 1_000;
const PATIENCE_MS = 30_000;

/** Codes of temporary failures: a peer that restarts, a chain whose nodes were not observed recently. */
const PASSING: readonly string[] = ['peer_unreachable', 'unavailable', 'commit_timeout'];

export interface StreamOptions {
  readonly signal: AbortSignal;
  /** Time in milliseconds without an answering peer after which the reader gets an error. */
  readonly patienceMs?: number;
}

interface Place {
  from: number;
  afterTransactionId?: string;
}

const text = new TextDecoder();

/** Reads the events that a chaincode emits through the ledger. */
@Injectable()
export class ChaincodeEventsService {
  constructor(private readonly gateways: ChannelGateways) {}

  /**
   * Opens a stream of events that survives restarts of peers and runs until it is aborted. Without `fromBlock` it
   * starts with the block after the current last one.
   *
   * @throws RowNotFoundError, ApiError before the stream starts
   */
  async open(
    key: ChaincodeKey,
    query: ChaincodeEventsQuery,
    options: StreamOptions,
  ): Promise<AsyncGenerator<ChaincodeEvent>> {
    const { channel, chaincode } = await this.#find(key);
    const call = this.#callOn(channel, query);
    const { fromBlock, afterTransactionId, eventName } = query;
    const place: Place = {
      from: fromBlock ?? (await this.#height(call)),
      ...(afterTransactionId !== undefined && { afterTransactionId }),
    };
    return named(this.#follow(key, { call, chaincode, place, query }, options), eventName);
  }

  /**
   * Number of blocks of the chaincode's channel; the next committed block has this number.
   *
   * @throws RowNotFoundError, ApiError
   */
  async height(key: ChaincodeKey): Promise<number> {
    const { channel } = await this.#find(key);
    return this.#height(this.#callOn(channel, {}));
  }

  async *#follow(
    key: ChaincodeKey,
    reading: { call: PeerCall; chaincode: string; place: Place; query: ChaincodeEventsQuery },
    { signal, patienceMs = PATIENCE_MS }: StreamOptions,
  ): AsyncGenerator<CommittedChaincodeEvent> {
    const { chaincode, place, query } = reading;
    let { call } = reading;
    let silentSince = Date.now();
    while (!isAborted(signal)) {
      try {
        for await (const event of this.gateways.stream(call, ({ gateway }) =>
          gateway.chaincodeEvents(call.channel.name, chaincode, { ...place, signal }),
        )) {
          yield event;
          place.from = event.blockNumber;
          place.afterTransactionId = event.transactionId;
          silentSince = Date.now();
        }
      } catch (error) {
        if (isAborted(signal)) return;
        if (!isPassing(error) || Date.now() - silentSince >= patienceMs) throw error;
      }
      await delay(PAUSE_MS, undefined, { signal }).catch(() => undefined);
      if (!isAborted(signal)) call = this.#callOn(await this.gateways.channel(key), query);
    }
  }

  #callOn(channel: ChannelAccess, { organization }: ChaincodeEventsQuery): PeerCall {
    return { channel, organization: this.gateways.organization(channel, organization), peersOf: 'channel' };
  }

  async #height(call: PeerCall): Promise<number> {
    const { height } = await this.gateways.call(call, ({ peer }) => peer.channelInfo(call.channel.name));
    return height;
  }

  async #find(key: ChaincodeKey): Promise<{ channel: ChannelAccess; chaincode: string }> {
    const channel = await this.gateways.reloaded(key);
    const found = channel.chaincodes.get(key.chaincodeId);
    if (found !== undefined) return { channel, chaincode: found.name };
    throw new RowNotFoundError('chaincode', key.chaincodeId);
  }
}

/** Whether a failure to read events is temporary. */
export const isPassing = (error: unknown): boolean => PASSING.includes(publicError(error)?.code ?? '');

async function* named(
  events: AsyncGenerator<CommittedChaincodeEvent>,
  wanted: string | undefined,
): AsyncGenerator<ChaincodeEvent> {
  for await (const { blockNumber, transactionId, eventName: name, payload } of events) {
    if (wanted !== undefined && name !== wanted) continue;
    yield {
      type: 'event',
      blockNumber,
      transactionId,
      name,
      payload: text.decode(payload),
      payloadBase64: Buffer.from(payload).toString('base64'),
    };
  }
}
