import {
  endorsementDifferences,
  type EndorsementDifference,
  type EndorsementsDifferError,
  type NamedEndorser,
} from '@heddle/fabric';
import type { ApiError } from '../../errors/api-error';
import type { ChannelGateways } from '../../fabric/channel-gateways';
import { problemWith, type FailedCall } from './failed-call';

const MOST = 3;

/**
 * The gateway reports that results differ, but not how: one peer of each organization is queried again. Transient data
 * is not sent again. If the results no longer differ, a peer had not caught up.
 */
export async function endorsementDifference(
  error: EndorsementsDifferError,
  call: FailedCall,
  gateways: ChannelGateways,
): Promise<ApiError> {
  const differences = call.hasTransient ? [] : await compare(call, gateways).catch(() => []);
  if (differences.length === 0) return problemWith(error, {});
  const details = differences.slice(0, MOST).map(sentence).join('; ');
  const lagging = differences.every(({ kind }) => kind === 'read');
  return problemWith(error, {
    message: `The endorsers’ results of ${call.chaincode.name}.${call.fn} differ: ${details}.`,
    remedy: lagging
      ? 'A peer has not caught up with the others: wait until the block heights of the peers are the same, then retry.'
      : error.remedy,
  });
}

async function compare(call: FailedCall, gateways: ChannelGateways): Promise<EndorsementDifference[]> {
  const { channel, organization, chaincode, fn, args } = call;
  const endorsers = await Promise.all(
    channel.organizations.map(({ name }) =>
      gateways.call({ channel, organization, peersOf: { member: name } }, async ({ peer }): Promise<NamedEndorser> => {
        await peer.channelInfo(channel.name);
        return { name, peer };
      }),
    ),
  );
  const [first, ...others] = endorsers;
  if (first === undefined) return [];
  return endorsementDifferences([first, ...others], { channel: channel.name, chaincode: chaincode.name, fn, args });
}

function sentence({ kind, what, values }: EndorsementDifference): string {
  const verb = kind === 'read' ? 'has' : kind === 'response' ? 'returned' : kind === 'event' ? 'sent' : 'wrote';
  return `${what}: ${values.map(({ endorser, value }) => `${endorser} ${verb} ${value ?? 'nothing'}`).join(', ')}`;
}
