import { connect } from 'node:net';
import { hostPort, type RouteAnswer } from './route';

/** Longer than it takes until a lost SYN is sent again. */
const TIMEOUT = 1_500;

export interface Endpoint {
  readonly host: string;
  readonly port: number;
}

/** The parts of `host:port`, an IPv6 address without its brackets. */
export function endpointOf(address: string): Endpoint {
  const at = address.lastIndexOf(':');
  return { host: address.slice(0, at).replace(/^\[|\]$/g, ''), port: Number(address.slice(at + 1)) };
}

type Outcome = 'connected' | 'refused' | 'silent';

function probe({ host, port }: Endpoint): Promise<Outcome> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: TIMEOUT });
    const end = (outcome: Outcome) => {
      resolve(outcome);
      socket.destroy();
    };
    socket.once('connect', () => {
      end('connected');
    });
    socket.once('timeout', () => {
      end('silent');
    });
    socket.once('error', (error) => {
      end('code' in error && error.code === 'ECONNREFUSED' ? 'refused' : 'silent');
    });
  });
}

/** The first endpoint that accepts connections, else the first that refuses them. */
export async function firstReached(endpoints: readonly Endpoint[]): Promise<RouteAnswer> {
  const outcomes = await Promise.all(
    endpoints.map(async (endpoint) => ({ address: hostPort(endpoint.host, endpoint.port), is: await probe(endpoint) })),
  );
  const connected = outcomes.find(({ is }) => is === 'connected');
  if (connected !== undefined) return { type: 'proven', address: connected.address };
  const refused = outcomes.find(({ is }) => is === 'refused');
  if (refused !== undefined) return { type: 'refused', address: refused.address };
  return { type: 'none', why: `${outcomes.map(({ address }) => address).join(', ')} cannot be connected to from here` };
}
