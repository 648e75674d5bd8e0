import fc from 'fast-check';
import { HeightTrail, IN_FLIGHT_MS } from './height-trail';
import { ELECTION_MS, LeaderTrail } from './leader-trail';

const heights = (given: Readonly<Record<string, number>>) => new Map(Object.entries(given));
const LOOK_MS = 5_000;

describe('the trail of heights', () => {
  it('says nothing of a block in flight, and names a member that stays where it was', () => {
    const trail = new HeightTrail();
    expect(trail.add(0, heights({ a: 9, b: 9 }))).toEqual({});
    expect(trail.add(LOOK_MS, heights({ a: 10, b: 9 }))).toEqual({});
    expect(trail.add(LOOK_MS + IN_FLIGHT_MS, heights({ a: 12, b: 9 }))).toEqual({ b: 3 });
    expect(trail.add(2 * LOOK_MS + IN_FLIGHT_MS, heights({ a: 12, b: 12 }))).toEqual({});
  });

  it('never names a member that has every block before the time is over, however many there are', () => {
    const blocks = fc.array(fc.nat({ max: 10_000 }), { minLength: 1, maxLength: 40 });
    const late = Math.floor(IN_FLIGHT_MS / LOOK_MS) - 1;
    fc.assert(
      fc.property(blocks, (made) => {
        const trail = new HeightTrail();
        const tops = made.map((_, index) => made.slice(0, index + 1).reduce((sum, count) => sum + count, 1));
        tops.forEach((top, index) => {
          const follows = tops[Math.max(0, index - late)] ?? top;
          expect(trail.add(index * LOOK_MS, heights({ a: top, b: follows }))).toEqual({});
        });
      }),
    );
  });

  it('is bounded', () => {
    const trail = new HeightTrail();
    for (let look = 0; look < 1_000; look += 1) trail.add(look * LOOK_MS, heights({ a: look }));
    expect(trail.length).toBeLessThanOrEqual(IN_FLIGHT_MS / LOOK_MS + 1);
  });
});

describe('the trail of leaders', () => {
  it('lets an election pass, and says so when none succeeds', () => {
    const trail = new LeaderTrail();
    expect(trail.add(0, 'orderer1')).toEqual({ leader: 'orderer1', leaderless: false });
    expect(trail.add(1_000, undefined)).toEqual({ leader: null, leaderless: false });
    expect(trail.add(1_000 + ELECTION_MS, undefined)).toEqual({ leader: null, leaderless: true });
    expect(trail.add(2_000 + ELECTION_MS, 'orderer2')).toEqual({ leader: 'orderer2', leaderless: false });
    expect(trail.add(3_000 + ELECTION_MS, undefined).leaderless).toBe(false);
  });

  it('gives an election its full time after a while in which nothing was observed', () => {
    const trail = new LeaderTrail();
    trail.add(0, undefined);
    trail.reset();
    expect(trail.add(10 * ELECTION_MS, undefined).leaderless).toBe(false);
    expect(trail.add(11 * ELECTION_MS, undefined).leaderless).toBe(true);
  });
});
