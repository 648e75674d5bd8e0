import { lookup } from 'node:dns/promises';
import { serviceHost } from '../names';
import { hostPort, type Route } from './route';

/** By the name of the node's Service, as other pods of the cluster reach it. */
export const byClusterDns: Route = async ({ node, port }) => {
  const host = serviceHost(node.chainId, node.name);
  try {
    await lookup(host);
    return { type: 'proven', address: hostPort(host, port.port) };
  } catch (error) {
    return { type: 'none', why: `${host} is not resolved here (${String(error)})` };
  }
};
