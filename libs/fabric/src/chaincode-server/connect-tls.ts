import { once } from 'node:events';
import { connect, type TLSSocket } from 'node:tls';
import type { NodeEndpoint } from '../network/connection';
import { ChaincodeNotRegisteredError } from './registration-error';

export interface HandshakeOptions {
  /** How long the server may take, in milliseconds. */
  readonly timeout: number;
  readonly signal?: AbortSignal | undefined;
}

/** The server to check; without a root certificate it has no TLS. */
export type TlsEndpoint = NodeEndpoint & Required<Pick<NodeEndpoint, 'tlsRootCertificate'>>;

/** System error codes of a connection that failed or broke; others come from TLS. */
const NO_CONNECTION = /^(ECONN|ENOTFOUND|EAI_|EHOST|ENET|EPIPE|ETIMEDOUT)/;

/**
 * Connects to a chaincode server as a peer does. It proves that the process responds, not that it registers.
 *
 * @throws ChaincodeNotRegisteredError `unreachable`, `tls_refused`, or `mute` when the handshake gets no response
 */
export async function connectTls(
  endpoint: TlsEndpoint,
  { timeout, signal = new AbortController().signal }: HandshakeOptions,
): Promise<TLSSocket> {
  const { address } = endpoint;
  const inTime = AbortSignal.timeout(timeout);
  const socket = open(endpoint);
  try {
    await once(socket, 'secureConnect', { signal: AbortSignal.any([signal, inTime]) });
    return socket;
  } catch (error) {
    socket.destroy();
    signal.throwIfAborted();
    if (inTime.aborted) {
      const what = `did not answer a TLS handshake within ${String(timeout / 1000)} s`;
      throw new ChaincodeNotRegisteredError(address, 'mute', what, error);
    }
    throw refused(address, error);
  }
}

function open({ address, hostnameOverride, tlsRootCertificate, tlsClient }: TlsEndpoint): TLSSocket {
  const { hostname, port } = new URL(`tls://${address}`);
  const socket = connect({
    host: hostname.replace(/^\[|\]$/g, ''),
    port: Number(port),
    ca: Buffer.from(tlsRootCertificate),
    ALPNProtocols: ['h2'],
    ...(hostnameOverride !== undefined && { servername: hostnameOverride }),
    ...(tlsClient !== undefined && {
      cert: Buffer.from(tlsClient.certificate),
      key: Buffer.from(tlsClient.privateKey),
    }),
  });
  // A later error, such as that of a destroyed socket, adds nothing to the reported one.
  socket.on('error', () => undefined);
  return socket;
}

function refused(address: string, error: unknown): ChaincodeNotRegisteredError {
  const { code = '', message = String(error) } = error as Partial<NodeJS.ErrnoException>;
  return NO_CONNECTION.test(code)
    ? new ChaincodeNotRegisteredError(address, 'unreachable', `cannot be reached: ${message}`, error)
    : new ChaincodeNotRegisteredError(address, 'tls_refused', `refused TLS: ${message}`, error);
}
