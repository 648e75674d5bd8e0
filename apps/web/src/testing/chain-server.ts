import type { Chain, Channel, Node } from '@heddle/contracts';
import { chainId, chainOf, operationOf } from './builders';
import { TestApi, sessionOf } from './test-api';

/** A server with one chain, as the pages inside of a chain ask for it. */
export function chainServer({
  chain = chainOf(),
  nodes = [],
  channels = [],
}: { chain?: Chain; nodes?: readonly Node[]; channels?: readonly Channel[] } = {}): TestApi {
  const server = new TestApi();
  const path = `/chains/${chainId}`;
  server.on('POST', '/auth/refresh', () => sessionOf('token'));
  server.on('GET', path, () => chain);
  server.on('GET', `${path}/nodes`, () => ({ items: nodes, nextCursor: null }));
  server.on('GET', `${path}/channels`, () => ({ items: channels, nextCursor: null }));
  for (const { id } of channels) {
    server.on('GET', `${path}/channels/${id}/chaincodes`, () => ({ items: [], nextCursor: null }));
  }
  const upgrade = operationOf({ kind: 'chaincode.upgrade', subject: 'supply/orders/assets', state: 'running' });
  server.on('GET', `/operations/${upgrade.id}`, () => upgrade);
  server.on('GET', `/operations/${upgrade.id}/events`, () => ({ items: [], lastSeq: 0 }));
  return server;
}
