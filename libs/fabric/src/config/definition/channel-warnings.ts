import type { ChannelDefinition } from './channel-definition';

export type ChannelWarningCode = 'consenters_even' | 'consenter_single' | 'anchor_peers_missing';

/** Something that works and that an operator should know about. */
export interface ChannelWarning {
  readonly code: ChannelWarningCode;
  readonly path: string;
  readonly message: string;
}

/** What is valid in a definition but not advisable. */
export function channelWarnings({ orderer, application }: ChannelDefinition): ChannelWarning[] {
  return [
    ...consenterWarnings(orderer.consenters.length),
    ...application.organizations.flatMap(({ anchorPeers, mspId }, index): ChannelWarning[] =>
      (anchorPeers ?? []).length > 0
        ? []
        : [
            {
              code: 'anchor_peers_missing',
              path: `application.organizations.${index}.anchorPeers`,
              message: `${mspId} has no anchor peer: peers of other organizations won't discover its peers until one is set.`,
            },
          ],
    ),
  ];
}

function consenterWarnings(count: number): ChannelWarning[] {
  const path = 'orderer.consenters';
  if (count === 1) {
    const message = 'With one consenter nothing is ordered while it is down.';
    return [{ code: 'consenter_single', path, message }];
  }
  if (count === 0 || count % 2 === 1) return [];
  const survived = count / 2 - 1;
  const message = `${count} consenters survive the loss of ${survived}, no more than ${count - 1} would: use an odd number.`;
  return [{ code: 'consenters_even', path, message }];
}
