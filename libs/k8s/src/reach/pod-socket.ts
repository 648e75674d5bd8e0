import { WebSocket, type ClientOptions } from 'ws';
import type { ClusterApi } from '../access/cluster-api';
import { ClusterRefusedError, ClusterUnreachableError } from '../access/errors';

const CONNECT_TIMEOUT = 10_000;

export interface PodTarget {
  readonly namespace: string;
  readonly pod: string;
  readonly subresource: 'portforward' | 'exec';
  readonly query: string;
  /** For messages: `port 7051 of pod heddle-0a1b/peer0-org1-0`. */
  readonly what: string;
}

/**
 * Opens a WebSocket to a subresource of a pod. `opened` is called within the event, as messages may follow in the same
 * segment. Does not keep the process alive.
 *
 * @throws ClusterRefusedError, ClusterUnreachableError
 */
export async function openPodSocket<Result>(
  { config, server }: Pick<ClusterApi, 'config' | 'server'>,
  target: PodTarget,
  opened: (socket: WebSocket) => Result,
): Promise<Result> {
  const { namespace, pod, subresource, query } = target;
  const path = `/api/v1/namespaces/${namespace}/pods/${pod}/${subresource}?${query}`;
  const options: ClientOptions = { handshakeTimeout: CONNECT_TIMEOUT, perMessageDeflate: false };
  await config.applyToHTTPSOptions(options);
  const socket = new WebSocket(
    `${server.replace(/^http/, 'ws').replace(/\/$/, '')}${path}`,
    'v4.channel.k8s.io',
    options,
  );
  socket.on('upgrade', (response) => response.socket.unref());
  return new Promise((resolve, reject) => {
    const fail = (cause: Error) => {
      reject(unreached(target, cause));
    };
    socket.once('error', fail);
    socket.once('open', () => {
      socket.off('error', fail);
      resolve(opened(socket));
    });
    socket.once('unexpected-response', (request, response) => {
      response.resume();
      request.destroy();
      reject(refusal(target, response.statusCode ?? 0));
    });
  });
}

function unreached({ what }: PodTarget, cause: Error): ClusterUnreachableError {
  return new ClusterUnreachableError(`${what} is not reached through the API server: ${cause.message}.`, {
    remedy: 'Check that the cluster is up and reachable from here; the connection is tried again by itself.',
    cause,
  });
}

function refusal({ what, subresource }: PodTarget, status: number): ClusterRefusedError | ClusterUnreachableError {
  const message = `The API server does not connect to ${what}: it answers ${status}.`;
  if (status !== 401 && status !== 403) {
    return new ClusterUnreachableError(message, {
      remedy: 'Check that the node is running (Nodes tab); the connection is re-established automatically.',
    });
  }
  return new ClusterRefusedError(message, {
    remedy: `Test the cluster (Clusters page) and grant the permissions on pods/${subresource} that it says are missing.`,
  });
}
