import {
  ChaincodeId,
  ChainId,
  ChannelId,
  type BlocksAck,
  type ChaincodeEventsAck,
  type ChaincodeEventsMessage,
  type Problem,
} from '@heddle/contracts';
import { blocksFeed, type Blocks, type BlocksAccepted } from './blocks-feed';
import { eventsFeed, type EventsAccepted, type EventsMessage } from './events-feed';
import { LedgerWatch } from './ledger-watch';
import type { LiveSocket } from './live-socket';

const chaincode = {
  chainId: ChainId.parse('00000000-0000-4000-8000-000000000001'),
  channelId: ChannelId.parse('00000000-0000-4000-8000-000000000002'),
  id: ChaincodeId.parse('00000000-0000-4000-8000-000000000003'),
};
const transactionId = 'a'.repeat(64);
const event = {
  type: 'event',
  blockNumber: 7,
  transactionId,
  name: 'Sold',
  payload: '',
  payloadBase64: '',
} as const;
const problem = (status: number): Problem => ({
  type: 'about:blank',
  title: '',
  status,
  code: status === 503 ? 'peer_unreachable' : 'not_found',
  detail: `Status ${String(status)}`,
});

const ended: ChaincodeEventsMessage = { type: 'ended', subscription: 's', problem: problem(404) };

/** A connected socket: the requests that it sent, and how the last one is acknowledged. */
class Requests {
  readonly sent: unknown[] = [];
  acknowledge: (answer: never) => void = () => undefined;

  readonly socket = {
    emit: (_name: string, request: unknown, acknowledge: (answer: never) => void) => {
      this.sent.push(request);
      this.acknowledge = acknowledge;
    },
  } as unknown as LiveSocket;

  answer(answer: ChaincodeEventsAck | BlocksAck): void {
    this.acknowledge(answer as never);
  }
}

/** A watch of events whose socket is connected, with its requests and what it reports. */
function watching() {
  const requests = new Requests();
  const reported: string[] = [];
  const feed = eventsFeed('s', {
    chaincode,
    event: ({ name }) => reported.push(name),
    gap: ({ fromBlock, toBlock }) => reported.push(`gap ${String(fromBlock)}-${String(toBlock)}`),
    state: (state) => reported.push(state),
    ended: ({ message }) => reported.push(message),
  });
  const watch: LedgerWatch<EventsMessage, EventsAccepted> = new LedgerWatch(feed, {
    join: () => {
      watch.subscribe(requests.socket);
    },
    heard: () => undefined,
    closed: () => reported.push('closed'),
  });
  return { watch, requests, reported };
}

const request = {
  subscription: 's',
  chainId: chaincode.chainId,
  channelId: chaincode.channelId,
  chaincodeId: chaincode.id,
};

describe('LedgerWatch', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it('asks once for each connection, and goes on where it was', () => {
    const { watch, requests } = watching();
    watch.join();
    watch.join();
    requests.answer({ ok: true, subscription: 's', fromBlock: 5 });
    watch.disconnected();
    watch.join();
    watch.received({ type: 'event', subscription: 's', event });
    watch.disconnected();
    watch.join();
    watch.received({ type: 'gap', subscription: 's', fromBlock: 7, afterTransactionId: transactionId, toBlock: 90 });
    watch.disconnected();
    watch.join();
    expect(requests.sent).toEqual([
      request,
      { ...request, fromBlock: 5 },
      { ...request, fromBlock: 7, afterTransactionId: transactionId },
      { ...request, fromBlock: 90 },
    ]);
  });

  it('asks again after a failure that passes, and not after another', () => {
    const { watch, requests, reported } = watching();
    watch.join();
    requests.answer({ ok: false, subscription: 's', problem: problem(503) });
    jest.runAllTimers();
    requests.answer({ ok: true, subscription: 's', fromBlock: 5 });
    watch.received(ended);
    jest.runAllTimers();
    expect([requests.sent, reported]).toEqual([
      [request, request],
      ['reconnecting', 'closed', 'Status 404'],
    ]);
  });

  it('is silent once it is closed', () => {
    const { watch, requests, reported } = watching();
    watch.join();
    requests.answer({ ok: false, subscription: 's', problem: problem(503) });
    watch.close();
    jest.runAllTimers();
    watch.received({ type: 'event', subscription: 's', event });
    watch.disconnected();
    expect([requests.sent, reported]).toEqual([[request], ['reconnecting', 'closed']]);
  });

  it('reports the height of a channel with each connection, and nothing of an answer after its end', () => {
    const requests = new Requests();
    const heights: number[] = [];
    const { chainId, channelId } = chaincode;
    const feed = blocksFeed({ chainId, channelId, arrived: (height) => heights.push(height) });
    const watch: LedgerWatch<Blocks, BlocksAccepted> = new LedgerWatch(feed, {
      join: () => {
        watch.subscribe(requests.socket);
      },
      heard: () => undefined,
      closed: () => undefined,
    });
    watch.join();
    requests.answer({ ok: true, channelId, height: 5 });
    watch.received({ type: 'blocks', channelId, height: 6, blocks: [] });
    watch.disconnected();
    watch.join();
    requests.answer({ ok: true, channelId, height: 9 });
    watch.disconnected();
    watch.join();
    watch.close();
    requests.answer({ ok: true, channelId, height: 10 });
    expect(heights).toEqual([5, 6, 9]);
    expect(requests.sent).toEqual(Array.from({ length: 3 }, () => ({ chainId, channelId })));
  });
});
