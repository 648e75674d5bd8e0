import { createHash, X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import {
  Client,
  connectivityState,
  credentials,
  type ChannelCredentials,
  type ClientOptions,
  type ClientDuplexStream,
  type MethodDefinition,
} from '@grpc/grpc-js';
import { deadlineOf, type CallOptions } from './call-options';
import { fromLibraryError } from './grpc-errors';

/** The address of a node's gRPC service and how it is trusted. */
export interface NodeEndpoint {
  /** `host:port`. */
  readonly address: string;
  /** PEM of the CA that issued the node's TLS certificate; without it the connection is not encrypted. */
  readonly tlsRootCertificate?: string | Uint8Array;
  /** The name to expect in the certificate when it differs from the address. */
  readonly hostnameOverride?: string;
  /** For nodes that ask for a client certificate (`clientAuthRequired`); both PEM. */
  readonly tlsClient?: { readonly certificate: string | Uint8Array; readonly privateKey: string | Uint8Array };
}

/** Time for the last messages of a stream to be read, in milliseconds. */
const FAREWELL_MS = 300;

const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\]):/;

/**
 * One gRPC channel to one node. Clients share it; its creator closes it.
 * The channel connects lazily, and reconnects by itself when the node is back.
 */
export class FabricConnection {
  readonly address: string;
  /** The gRPC client, for fabric-gateway's `connect`. */
  readonly client: Client;
  /** SHA-256 of our own TLS certificate, which nodes with mutual TLS expect inside signed requests. */
  readonly tlsClientCertificateHash: Uint8Array | undefined;

  constructor(endpoint: NodeEndpoint) {
    this.address = endpoint.address;
    this.client = new Client(endpoint.address, channelCredentials(endpoint), channelOptions(endpoint));
    this.tlsClientCertificateHash = endpoint.tlsClient && certificateHash(endpoint.tlsClient.certificate);
  }

  /** Whether there is a connection at this moment. */
  get connected(): boolean {
    return this.client.getChannel().getConnectivityState(false) === connectivityState.READY;
  }

  /** One request, one response. */
  async unary<Request, Response>(
    method: MethodDefinition<Request, Response>,
    request: Request,
    options: CallOptions = {},
  ): Promise<Response> {
    try {
      return await this.#call(method, request, options);
    } catch (error) {
      throw this.#translate(error, method.path, options);
    }
  }

  /**
   * Sends one request on a two-way stream and yields the responses until the node or the consumer ends it.
   * Without a timeout the stream may stay open for as long as the consumer reads.
   */
  exchange<Request, Response>(
    method: MethodDefinition<Request, Response>,
    request: Request,
    options: CallOptions = {},
  ): AsyncGenerator<Response, void, undefined> {
    return this.#stream(method, [request], options);
  }

  /**
   * Opens a two-way stream on which the other end sends first; otherwise as {@link exchange}. When the consumer ends
   * it, `farewell` is sent and the other end may take it before the stream is cancelled.
   */
  listen<Request, Response>(
    method: MethodDefinition<Request, Response>,
    { farewell, ...options }: CallOptions & { readonly farewell: readonly Request[] },
  ): AsyncGenerator<Response, void, undefined> {
    return this.#stream(method, [], options, farewell);
  }

  async *#stream<Request, Response>(
    method: MethodDefinition<Request, Response>,
    requests: readonly Request[],
    options: CallOptions,
    farewell: readonly Request[] = [],
  ): AsyncGenerator<Response, void, undefined> {
    options.signal?.throwIfAborted();
    const stream: ClientDuplexStream<Request, Response> = this.client.makeBidiStreamRequest(
      method.path,
      method.requestSerialize,
      method.responseDeserialize,
      options.timeout === undefined ? {} : { deadline: deadlineOf(options) },
    );
    const cancel = () => {
      stream.cancel();
    };
    options.signal?.addEventListener('abort', cancel, { once: true });
    try {
      for (const request of requests) stream.write(request);
      for await (const response of stream.iterator({ destroyOnReturn: false })) yield response as Response;
    } catch (error) {
      throw this.#translate(error, method.path, options);
    } finally {
      options.signal?.removeEventListener('abort', cancel);
      stream.on('error', ignoreCancellation);
      if (farewell.length > 0) await sayFarewell(stream, farewell);
      stream.cancel();
    }
  }

  /** Closes the channel and every call on it. */
  close(): void {
    this.client.close();
  }

  [Symbol.dispose](): void {
    this.close();
  }

  #call<Request, Response>(
    method: MethodDefinition<Request, Response>,
    request: Request,
    options: CallOptions,
  ): Promise<Response> {
    options.signal?.throwIfAborted();
    const { path, requestSerialize, responseDeserialize } = method;
    const limits = { deadline: deadlineOf(options) };
    return new Promise<Response>((resolve, reject) => {
      const call = this.client.makeUnaryRequest(
        path,
        requestSerialize,
        responseDeserialize,
        request,
        limits,
        (error, response) => {
          options.signal?.removeEventListener('abort', cancel);
          if (error) reject(error);
          else if (response !== undefined) resolve(response);
        },
      );
      const cancel = () => {
        call.cancel();
      };
      options.signal?.addEventListener('abort', cancel, { once: true });
    });
  }

  #translate(error: unknown, path: string, { signal }: CallOptions): unknown {
    if (signal?.aborted === true) return signal.reason;
    return fromLibraryError(error, { address: this.address, what: path });
  }
}

/** Sends the last messages and waits until the other end has ended the stream too, or has had the time to read them. */
async function sayFarewell<Request, Response>(
  stream: ClientDuplexStream<Request, Response>,
  messages: readonly Request[],
): Promise<void> {
  if (stream.destroyed || stream.readableEnded) return;
  for (const message of messages) stream.write(message);
  stream.end();
  stream.resume();
  await Promise.race([once(stream, 'end'), delay(FAREWELL_MS)]).catch(ignoreCancellation);
}

/** Our own cancel at the end of a stream comes back as an error event. */
function ignoreCancellation(): undefined {
  return undefined;
}

function certificateHash(pem: string | Uint8Array): Uint8Array {
  return createHash('sha256').update(new X509Certificate(pem).raw).digest();
}

function channelCredentials({ tlsRootCertificate, tlsClient }: NodeEndpoint): ChannelCredentials {
  if (tlsRootCertificate === undefined) return credentials.createInsecure();
  if (tlsClient === undefined) return credentials.createSsl(Buffer.from(tlsRootCertificate));
  const { certificate, privateKey } = tlsClient;
  return credentials.createSsl(Buffer.from(tlsRootCertificate), Buffer.from(privateKey), Buffer.from(certificate));
}

function channelOptions({ address, hostnameOverride }: NodeEndpoint): ClientOptions {
  return {
    // Blocks may be as large as AbsoluteMaxBytes; the node enforces its own limits.
    'grpc.max_receive_message_length': -1,
    'grpc.max_send_message_length': -1,
    // Above the 60 s that peers and orderers take as too frequent (keepalive.minInterval).
    'grpc.keepalive_time_ms': 120_000,
    'grpc.keepalive_timeout_ms': 20_000,
    // A node that restarts is back within a second or two.
    'grpc.initial_reconnect_backoff_ms': 100,
    'grpc.max_reconnect_backoff_ms': 2_000,
    // Nodes on this machine are never meant to be reached by a proxy from the environment.
    'grpc.enable_http_proxy': LOOPBACK.test(address) ? 0 : 1,
    ...(hostnameOverride !== undefined && {
      'grpc.ssl_target_name_override': hostnameOverride,
      'grpc.default_authority': hostnameOverride,
    }),
  };
}
