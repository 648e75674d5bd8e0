import type * as Undici from 'undici';
import { z } from 'zod';
import { deadlineOf, type CallOptions } from './call-options';
import { CallTimeoutError, ProtocolError, TlsRefusedError, UnreachableError } from './errors';

/** PEM material for mutual TLS. */
export interface MutualTls {
  readonly rootCertificates: string | Uint8Array;
  readonly certificate: string | Uint8Array;
  readonly privateKey: string | Uint8Array;
}

export interface HttpsRequest extends CallOptions {
  /** `host:port`. */
  readonly address: string;
  readonly tls: MutualTls;
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly path: string;
  /** Sent as a form with one file part. */
  readonly file?: { readonly field: string; readonly name: string; readonly bytes: Uint8Array };
}

export interface HttpsResponse {
  readonly status: number;
  readonly text: string;
}

/** Bytes of one response. A list of 10,000 channels is below 2 MB. */
const RESPONSE_BYTES = 4_194_304;
const TLS_FAILURE = /^(ERR_TLS|ERR_SSL|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO|EPROTO|HOSTNAME)/;

/** One HTTPS request over its own connection, with the client certificate that admin endpoints require. */
export async function exchangeHttps(request: HttpsRequest): Promise<HttpsResponse> {
  const timeout = AbortSignal.timeout(Math.max(deadlineOf(request) - Date.now(), 1));
  const signal = request.signal ? AbortSignal.any([request.signal, timeout]) : timeout;
  try {
    return await send(request, signal);
  } catch (error) {
    request.signal?.throwIfAborted();
    if (timeout.aborted)
      throw new CallTimeoutError(request.address, `${request.method} ${request.path}`, { cause: error });
    throw translate(request.address, error);
  }
}

/** undici takes 30 MB of memory, so it is loaded with the first request. */
async function send({ address, tls, method, path, file }: HttpsRequest, signal: AbortSignal): Promise<HttpsResponse> {
  const undici = await import('undici');
  const client = new undici.Client(`https://${address}`, clientOptions(connectorFor(undici, tls, signal)));
  try {
    const body = file === undefined ? null : formOf(undici, file);
    const response = await client.request({ method, path, body, signal });
    return { status: response.statusCode, text: await response.body.text() };
  } finally {
    await client.destroy();
  }
}

function formOf(undici: typeof Undici, { field, name, bytes }: NonNullable<HttpsRequest['file']>): Undici.FormData {
  const form = new undici.FormData();
  form.set(field, new Blob([new Uint8Array(bytes)]), name);
  return form;
}

/** The deadline of the request is the only time limit. */
function clientOptions(connect: Undici.buildConnector.connector): Undici.Client.Options {
  return { connect, headersTimeout: 0, bodyTimeout: 0, maxResponseSize: RESPONSE_BYTES };
}

/**
 * The signal also ends a connection that is being made. A TLS alert of the server stays the error of the request:
 * undici reports the end of the connection instead.
 */
function connectorFor(
  undici: typeof Undici,
  { rootCertificates, certificate, privateKey }: MutualTls,
  signal: AbortSignal,
): Undici.buildConnector.connector {
  const connect = undici.buildConnector({
    ca: pem(rootCertificates),
    cert: pem(certificate),
    key: pem(privateKey),
    allowH2: false,
    timeout: 0,
    signal,
  });
  return (options, callback) => {
    connect(options, (...outcome) => {
      const [, socket] = outcome;
      socket?.on('error', (alert: Error) => socket.destroy(alert));
      callback(...outcome);
    });
  };
}

function pem(bytes: string | Uint8Array): Buffer {
  return Buffer.from(bytes);
}

/** Errors of undici and of Node's sockets have a `code`. */
const TransportError = z.object({ message: z.string(), code: z.string() });

function translate(address: string, error: unknown): unknown {
  const parsed = TransportError.safeParse(error);
  if (!parsed.success) return error;
  const { code, message } = parsed.data;
  if (code === 'UND_ERR_RES_EXCEEDED_MAX_SIZE') return new ProtocolError(address, message, { cause: error });
  return TLS_FAILURE.test(code)
    ? new TlsRefusedError(address, message, { cause: error })
    : new UnreachableError(address, message === '' ? code : message, { cause: error });
}
