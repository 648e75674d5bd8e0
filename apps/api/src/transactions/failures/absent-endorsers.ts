import type { EndorsersUnavailableError } from '@heddle/fabric';
import type { Store } from '@heddle/data';
import type { ApiError } from '../../errors/api-error';
import type { ChannelGateways } from '../../fabric/channel-gateways';
import { collectionsOf, holdersOf, namedCollections } from './collections';
import { problemWith, type FailedCall } from './failed-call';

/** Time limit in milliseconds for a peer to answer. */
const PATIENCE_MS = 2_000;

/** Too few peers can endorse: names the organizations whose peers do not answer, or those that hold the collection. */
export async function absentEndorsers(
  error: EndorsersUnavailableError,
  call: FailedCall,
  { store, gateways }: { readonly store: Store; readonly gateways: ChannelGateways },
): Promise<ApiError> {
  const absent = await absentMembers(call, gateways);
  if (absent.length > 0) {
    const peers = absent.map((name) => `${name} (${peersOf(call, name)})`).join(', ');
    return problemWith(error, {
      message: `${call.chaincode.name}.${call.fn} needs endorsements that are not available: no peer of ${peers} answers. ${error.message}`,
      remedy: `Start a peer of ${absent.join(', ')} (Nodes tab), or widen the endorsement policy; then retry.`,
    });
  }
  const collections = call.hasTransient ? namedCollections(call, await collectionsOf(call, store)) : [];
  if (collections.length === 0) return problemWith(error, {});
  const holders = collections.map((collection) => holdersOf(collection, call));
  return problemWith(error, {
    message: `${error.message} ${holders.map(({ sentence }) => sentence).join(' ')}`,
    remedy:
      `Private input is sent only to the holders of a collection: name them as endorsing organizations ` +
      `(${[...new Set(holders.flatMap(({ names }) => names))].join(', ')}), and give the collection an endorsement ` +
      `policy that they alone satisfy.`,
  });
}

async function absentMembers({ channel, organization }: FailedCall, gateways: ChannelGateways): Promise<string[]> {
  const asked = await Promise.all(
    channel.organizations.map(({ name }) =>
      gateways
        .call({ channel, organization, peersOf: { member: name } }, ({ peer }) =>
          peer.channelInfo(channel.name, { timeout: PATIENCE_MS }),
        )
        .then(
          () => [],
          () => [name],
        ),
    ),
  );
  return asked.flat();
}

const peersOf = ({ channel }: FailedCall, name: string): string =>
  (channel.peers.get(name) ?? []).map((peer) => peer.name).join(', ');
