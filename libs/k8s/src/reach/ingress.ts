import { endpointOf, firstReached } from './probe';
import type { Route } from './route';
import { PUBLISHED_PORT } from './service-type';

/**
 * Through the ingress controller, which finds the node by the server name of the TLS connection: every caller sends the
 * name in the node's certificate. Ports without an Ingress take the other route.
 */
export const byIngress =
  (otherPorts: Route): Route =>
  (request) => {
    const { settings, port } = request;
    if (settings.ingress === undefined) {
      return Promise.resolve({ type: 'none', why: 'the settings name no ingress controller' });
    }
    if (port.name !== PUBLISHED_PORT) return otherPorts(request);
    return firstReached([endpointOf(settings.ingress.address)]);
  };
