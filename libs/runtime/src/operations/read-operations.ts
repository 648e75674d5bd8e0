import { Agent as HttpAgent, request as httpRequest, type ClientRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest, type RequestOptions } from 'node:https';
import type { OperationsTls } from './operations-access';

const TIMEOUT_MS = 2_000;
/** Metrics of a peer with many channels are some hundred kilobytes. */
const MOST_BYTES = 4_194_304;

/** Below the 10 s after which Fabric closes an idle connection. */
const KEPT = { keepAlive: true, timeout: 8_000 };
const plain = { request: httpRequest, agent: new HttpAgent(KEPT) };
const secure = { request: httpsRequest, agent: new HttpsAgent(KEPT) };

export interface OperationsRequest {
  readonly host: string;
  readonly port: number;
  /** `/healthz`, `/metrics`, `/version`, `/logspec` (Fabric's `core/operations/system.go`). */
  readonly path: string;
  /** JSON to send by PUT; without it the request is a GET. */
  readonly put?: unknown;
  /** Undefined for an endpoint that is plain HTTP. */
  readonly tls?: OperationsTls | undefined;
  /** Milliseconds for the whole exchange; 2,000 when not given. */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
}

export interface OperationsAnswer {
  readonly status: number;
  readonly body: string;
}

/**
 * One request to a node's operations endpoint. The server's certificate is verified. Connections are kept for the next
 * request; one that the node closed meanwhile is replaced.
 *
 * Rejects with Node's own error when the node does not answer or is not trusted.
 */
export async function readOperations(request: OperationsRequest): Promise<OperationsAnswer> {
  const timeout = AbortSignal.timeout(request.timeoutMs ?? TIMEOUT_MS);
  const signal = request.signal === undefined ? timeout : AbortSignal.any([request.signal, timeout]);
  for (;;) {
    const sent = send(request, signal);
    try {
      return await answerOf(sent);
    } catch (error) {
      if (!sent.reusedSocket || signal.aborted) throw error;
    }
  }
}

function send({ host, port, path, put, tls }: OperationsRequest, signal: AbortSignal): ClientRequest {
  const { request, agent } = tls === undefined ? plain : secure;
  const options: RequestOptions = { host, port, path, agent, signal, ...(tls !== undefined && tlsOptions(tls)) };
  if (put === undefined) return request(options).end();
  const headers = { 'content-type': 'application/json' };
  return request({ ...options, method: 'PUT', headers }).end(JSON.stringify(put));
}

function tlsOptions({ ca, serverName, certificate, privateKey }: OperationsTls): RequestOptions {
  return {
    ca: [...ca],
    ...(serverName !== undefined && { servername: serverName }),
    ...(certificate !== undefined && { cert: certificate }),
    ...(privateKey !== undefined && { key: privateKey }),
  };
}

function answerOf(request: ClientRequest): Promise<OperationsAnswer> {
  return new Promise((resolve, reject) => {
    request.on('error', reject);
    request.on('response', (response) => {
      textOf(response).then((body) => {
        resolve({ status: response.statusCode ?? 0, body });
      }, reject);
    });
  });
}

async function textOf(response: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of response as AsyncIterable<Buffer>) {
    bytes += part.length;
    if (bytes > MOST_BYTES) throw new RangeError(`The answer is longer than ${MOST_BYTES} bytes.`);
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}
