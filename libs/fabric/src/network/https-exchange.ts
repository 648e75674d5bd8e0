import { request as httpsRequest } from 'node:https';
import { z } from 'zod';
import { deadlineOf, type CallOptions } from './call-options';
import { CallTimeoutError, TlsRefusedError, UnreachableError } from './errors';

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
  readonly body?: { readonly type: string; readonly bytes: Uint8Array };
}

export interface HttpsResponse {
  readonly status: number;
  readonly text: string;
}

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

function send({ address, tls, method, path, body }: HttpsRequest, signal: AbortSignal): Promise<HttpsResponse> {
  const { hostname, port } = new URL(`https://${address}`);
  return new Promise((resolve, reject) => {
    const request = httpsRequest(
      {
        host: hostname.replace(/^\[|\]$/g, ''),
        port: port === '' ? 443 : Number(port),
        method,
        path,
        agent: false,
        signal,
        ca: pem(tls.rootCertificates),
        cert: pem(tls.certificate),
        key: pem(tls.privateKey),
        headers: body ? { 'content-type': body.type, 'content-length': body.bytes.length } : {},
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => {
          resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString() });
        });
      },
    );
    request.on('error', reject);
    request.end(body?.bytes);
  });
}

function pem(bytes: string | Uint8Array): Buffer {
  return Buffer.from(bytes);
}

/** Node's own errors; those of a socket have a `code`. */
const NodeError = z.object({ message: z.string(), code: z.string() });

function translate(address: string, error: unknown): unknown {
  const parsed = NodeError.safeParse(error);
  if (!parsed.success) return error;
  const { code, message } = parsed.data;
  return TLS_FAILURE.test(code)
    ? new TlsRefusedError(address, message, { cause: error })
    : new UnreachableError(address, message === '' ? code : message, { cause: error });
}
