import type { ChannelDefinition } from './channel-definition';
import { channelWarnings } from './channel-warnings';
import { channelDefinition, consenterOf } from '../spec/definitions';

function withConsenters(...names: readonly ('node1' | 'node2' | 'node3' | 'node4')[]): ChannelDefinition {
  const base = channelDefinition();
  return { ...base, orderer: { ...base.orderer, consenters: names.map((name) => consenterOf(name, 7050)) } };
}

describe('channelWarnings', () => {
  test.each([
    ['one consenter', withConsenters('node1'), ['consenter_single']],
    ['two consenters', withConsenters('node1', 'node2'), ['consenters_even']],
    ['three consenters', withConsenters('node1', 'node2', 'node3'), []],
    ['four consenters', withConsenters('node1', 'node2', 'node3', 'node4'), ['consenters_even']],
  ])('of %s', (_name, definition, codes) => {
    expect(channelWarnings(definition).map(({ code }) => code)).toEqual(codes);
  });

  test('say how many losses an even number survives', () => {
    const [warning] = channelWarnings(withConsenters('node1', 'node2', 'node3', 'node4'));
    expect(warning?.message).toBe('4 consenters survive the loss of 1, no more than 3 would: use an odd number.');
  });

  test('name organizations without anchor peers', () => {
    const base = channelDefinition();
    const organizations = base.application.organizations.map((organization) =>
      organization.name === 'Org2' ? { ...organization, anchorPeers: [] } : organization,
    );
    expect(channelWarnings({ ...base, application: { organizations } })).toMatchObject([
      { code: 'anchor_peers_missing', path: 'application.organizations.1.anchorPeers' },
    ]);
  });
});
