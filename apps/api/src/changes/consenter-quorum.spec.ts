import type { ChannelEntity, NodeEntity } from '@heddle/data';
import { assertQuorumDuringRestart, consentersAfter, noLeaderWithout, type ConsenterChange } from './consenter-quorum';

interface Orderers {
  readonly of: number;
  readonly stopped?: number;
}

/** Orderers of which the last ones do not run; each is a consenter. */
function channelOf({ of, stopped = 0 }: Orderers) {
  const names = Array.from({ length: of }, (_, index) => `orderer${index}`);
  const orderers = names.map((name, index) => ({ name, state: index < of - stopped ? 'running' : 'stopped' }));
  return { channel: { name: 'orders' } as ChannelEntity, joined: names, orderers: orderers as NodeEntity[] };
}

function changed(change: ConsenterChange['change'], orderers: Orderers) {
  const node = change === 'add' ? `orderer${orderers.of}` : 'orderer0';
  return consentersAfter({ ...channelOf(orderers), node, change });
}

describe('consentersAfter', () => {
  it.each([
    ['add', 1, { consenters: 2, quorum: 2, tolerated: 0 }],
    ['add', 2, { consenters: 3, quorum: 2, tolerated: 1 }],
    ['remove', 3, { consenters: 2, quorum: 2, tolerated: 0 }],
    ['remove', 2, { consenters: 1, quorum: 1, tolerated: 0 }],
    ['remove', 5, { consenters: 4, quorum: 3, tolerated: 1 }],
  ] as const)('%s one of %i', (change, of, after) => {
    expect(changed(change, { of })).toEqual(after);
  });

  it('refuses to remove the only consenter', () => {
    expect(() => changed('remove', { of: 1 })).toThrow('orderer0 is the only consenter of channel orders.');
  });

  it('refuses a change that leaves no quorum, with the arithmetic', () => {
    expect(() => changed('remove', { of: 3, stopped: 1 })).toThrow(
      'Channel orders would lose its quorum without orderer0: of 2 consenters, 2 are needed and 1 would run.',
    );
  });

  it('refuses a change that the channel cannot write now', () => {
    expect(() => changed('add', { of: 2, stopped: 1 })).toThrow(
      'Channel orders has no quorum now: of 2 consenters, 2 are needed and 1 run.',
    );
  });

  it('adds a consenter although one does not run, if a quorum remains', () => {
    expect(changed('add', { of: 3, stopped: 1 })).toEqual({ consenters: 4, quorum: 3, tolerated: 1 });
  });

  it('removes one of five although one does not run', () => {
    expect(changed('remove', { of: 5, stopped: 1 })).toEqual({ consenters: 4, quorum: 3, tolerated: 1 });
  });
});

describe('a restart of a consenter', () => {
  const restarted = (orderers: Orderers) => ({ ...channelOf(orderers), node: 'orderer0' });

  it.each([
    [{ of: 1 }, ['no_leader_meanwhile']],
    [{ of: 2 }, ['no_leader_meanwhile']],
    [{ of: 3 }, []],
    [{ of: 5, stopped: 1 }, []],
  ])('of %j warns of %j', (orderers, codes) => {
    expect(() => {
      assertQuorumDuringRestart(restarted(orderers));
    }).not.toThrow();
    expect(noLeaderWithout(restarted(orderers)).map(({ code }) => code)).toEqual(codes);
  });

  it('is refused where the channel loses its quorum because another one is down', () => {
    expect(() => {
      assertQuorumDuringRestart(restarted({ of: 3, stopped: 1 }));
    }).toThrow('Channel orders would lose its quorum without orderer0: of 3 consenters, 2 are needed and 1 would run.');
  });
});
