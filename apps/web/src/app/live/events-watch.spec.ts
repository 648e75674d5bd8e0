import type { Problem, SubscribeChaincodeEvents } from '@heddle/contracts';
import { chaincodeOf } from '../../testing/builders';
import { EventsWatch } from './events-watch';

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

/** A watch whose socket is connected, with its requests and messages. */
function watching() {
  const asked: Pick<SubscribeChaincodeEvents, 'fromBlock' | 'afterTransactionId'>[] = [];
  const reported: string[] = [];
  const watch: EventsWatch = new EventsWatch(
    's',
    {
      chaincode: chaincodeOf(),
      event: ({ name }) => reported.push(name),
      gap: ({ fromBlock, toBlock }) => reported.push(`gap ${String(fromBlock)}-${String(toBlock)}`),
      state: (state) => reported.push(state),
      ended: ({ message }) => reported.push(message),
    },
    {
      subscribe: ({ fromBlock, afterTransactionId }) => {
        if (watch.ask()) asked.push({ fromBlock, afterTransactionId });
      },
      closed: () => reported.push('closed'),
    },
  );
  return { watch, asked, reported };
}

describe('EventsWatch', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it('asks once for each connection, and goes on where it was', () => {
    const { watch, asked } = watching();
    watch.join();
    watch.join();
    watch.acknowledged({ ok: true, subscription: 's', fromBlock: 5 });
    watch.disconnected();
    watch.join();
    watch.received({ type: 'event', subscription: 's', event });
    watch.disconnected();
    watch.join();
    watch.received({ type: 'gap', subscription: 's', fromBlock: 7, afterTransactionId: transactionId, toBlock: 90 });
    watch.disconnected();
    watch.join();
    expect(asked).toEqual([
      {},
      { fromBlock: 5 },
      { fromBlock: 7, afterTransactionId: transactionId },
      { fromBlock: 90 },
    ]);
  });

  it('asks again after a failure that passes, and not after another', () => {
    const { watch, asked, reported } = watching();
    watch.join();
    watch.acknowledged({ ok: false, subscription: 's', problem: problem(503) });
    jest.runAllTimers();
    watch.acknowledged({ ok: true, subscription: 's', fromBlock: 5 });
    watch.received({ type: 'ended', subscription: 's', problem: problem(404) });
    jest.runAllTimers();
    expect([asked, reported]).toEqual([
      [{}, {}],
      ['reconnecting', 'closed', 'Status 404'],
    ]);
  });

  it('is silent once it is closed', () => {
    const { watch, asked, reported } = watching();
    watch.join();
    watch.acknowledged({ ok: false, subscription: 's', problem: problem(503) });
    watch.close();
    jest.runAllTimers();
    watch.received({ type: 'event', subscription: 's', event });
    watch.disconnected();
    expect([asked, reported]).toEqual([[{}], ['reconnecting', 'closed']]);
  });
});
