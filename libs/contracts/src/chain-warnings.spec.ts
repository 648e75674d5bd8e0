import { ordererWarnings } from './chain-warnings';
import { raftQuorum, raftTolerates } from './raft-quorum';

it('warns about an even number of orderers and about a single one', () => {
  const messagesOf = (orderers: number) => ordererWarnings(orderers).map(({ message }) => message);
  expect(ordererWarnings(4)).toEqual([
    {
      code: 'even_orderers',
      params: { orderers: 4, fewer: 3, failures: 1 },
      message: '4 orderers: Raft needs more than half of them, so 1 may fail, as many as with 3. Use an odd number.',
    },
  ]);
  expect(messagesOf(2)[0]).toContain('so none may fail, as many as with 1');
  expect(messagesOf(1)).toHaveLength(1);
  expect(messagesOf(5)).toEqual([]);
});

it('knows how many consenters may fail: the rest is a majority, and one more failure leaves none', () => {
  for (let consenters = 1; consenters <= 20; consenters += 1) {
    const left = consenters - raftTolerates(consenters);
    expect(left).toBe(raftQuorum(consenters));
    expect(left).toBeGreaterThan(consenters / 2);
    expect(left - 1).toBeLessThanOrEqual(consenters / 2);
  }
});
