import { countOf, timedOutSince } from './launch-timeouts';

const METRICS = `# TYPE chaincode_launch_timeouts counter
chaincode_launch_timeouts{chaincode="feed_1.0:ab12"} 3
chaincode_launch_timeouts{chaincode="feed_1.0:ab"} 1
chaincode_launch_failures{chaincode="paper_1.0:cd34"} 7
`;

it.each([
  ['feed_1.0:ab12', 3],
  ['feed_1.0:ab', 1],
  ['paper_1.0:cd34', 0],
])('counts for %s %d timed-out launches', (packageId, count) => {
  expect(countOf(METRICS, packageId)).toBe(count);
});

it('a launch timed out if a known count increased, but not on a peer that is new, was unreachable or was restarted', () => {
  const before = new Map([
    ['peer0', 1],
    ['peer1', 1],
    ['peer2', 5],
    ['away', 2],
  ]);
  const now = new Map([
    ['peer0', 2],
    ['peer1', 1],
    ['peer2', 0],
    ['new', 9],
  ]);
  expect(timedOutSince(before, now)).toEqual(['peer0']);
});
