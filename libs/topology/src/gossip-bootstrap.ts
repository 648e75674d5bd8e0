import type { PlannedNode } from './nodes';

/**
 * The peers that a new peer contacts first to learn of all others: those of its organization. It is computed when the
 * peer is planned and then kept with it, so that no peer restarts because another one was added or removed later.
 * Bootstrap peers matter until a peer joins a channel; from then on it also knows the channel's anchor peers.
 *
 * @param addressOf `host:port` of a peer's gRPC listener
 */
export function gossipBootstrap(
  { name, organization }: Pick<PlannedNode, 'name' | 'organization'>,
  nodes: readonly Pick<PlannedNode, 'name' | 'organization' | 'kind'>[],
  addressOf: (node: string) => string,
): string[] {
  return nodes
    .filter((other) => other.kind === 'peer' && other.organization === organization && other.name !== name)
    .map((other) => addressOf(other.name));
}
