import type { ChaincodeEvent } from '@heddle/contracts';
import { noEvents, queryOf, resumed, withEvent } from './event-list';

const event = (blockNumber: number): ChaincodeEvent => ({
  type: 'event',
  blockNumber,
  transactionId: String(blockNumber).padStart(64, '0'),
  name: 'Sold',
  payload: '',
  payloadBase64: '',
});
const blocks = (events: readonly ChaincodeEvent[]) => events.map(({ blockNumber }) => blockNumber);

describe('the list of events', () => {
  it('shows the newest first, and keeps a bounded number', () => {
    let list = noEvents;
    for (let block = 1; block <= 400; block += 1) list = withEvent(list, event(block), { paused: false });
    expect(list.shown).toHaveLength(300);
    expect(blocks(list.shown).slice(0, 2)).toEqual([400, 399]);
  });

  it('stays as it is while it is paused, and loses nothing', () => {
    const before = withEvent(noEvents, event(1), { paused: false });
    const paused = withEvent(withEvent(before, event(2), { paused: true }), event(3), { paused: true });
    expect(paused.shown).toEqual(before.shown);
    expect(blocks(resumed(paused).shown)).toEqual([3, 2, 1]);
  });

  it('goes on after the last event that came, shown or not', () => {
    const following = { fromBlock: 0, eventName: 'Sold' };
    expect(queryOf({ fromBlock: null, eventName: '' }, noEvents)).toEqual({});
    expect(queryOf(following, noEvents)).toEqual({ fromBlock: 0, eventName: 'Sold' });
    const list = withEvent(noEvents, event(7), { paused: true });
    expect(queryOf(following, list)).toEqual({
      fromBlock: 7,
      afterTransactionId: event(7).transactionId,
      eventName: 'Sold',
    });
  });
});
