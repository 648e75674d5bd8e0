import { RuntimeError } from '@heddle/runtime';
import { z } from 'zod';
import { ANSWER_BYTES } from './bounded-answers';
import { ClusterRefusedError, ClusterUnreachableError } from './errors';

export interface ClusterCall {
  /** URL of the API server that was asked. */
  readonly server: string;
  /** What was tried, as the end of "Could not ...". */
  readonly what: string;
}

/** HTTP status with which the API server rejected a call; undefined when the error is not its response. */
export function statusOf(error: unknown): number | undefined {
  // Not `instanceof ApiException`: that would load the client library where it is not needed.
  const code: unknown = error instanceof Error && 'body' in error && 'code' in error ? error.code : undefined;
  return typeof code === 'number' ? code : undefined;
}

/** The message of the API server's `Status` object, or the error's own. */
export function messageOf(error: unknown): string {
  const body: unknown = error instanceof Error && 'body' in error ? parsed(error.body) : undefined;
  if (typeof body === 'object' && body !== null && 'message' in body) return String(body.message);
  if (typeof body === 'string' && body !== '') return body;
  return error instanceof Error ? error.message : String(error);
}

function parsed(body: unknown): unknown {
  if (typeof body !== 'string') return body;
  try {
    return JSON.parse(body);
  } catch {
    return body.trim();
  }
}

interface Explanation {
  readonly problem: string;
  readonly remedy: string;
}

const REMEDY_ADDRESS = 'Check the server address in the kubeconfig, and that a firewall lets this machine through.';
const REMEDY_OTHER = 'Check that the server address in the kubeconfig is that of a Kubernetes API server itself.';
const REMEDY_CA =
  'Take the certificate authority of the cluster into the kubeconfig (certificate-authority-data) and upload it again.';
const unknownCa: Explanation = {
  problem: 'its certificate is not signed by an authority that the kubeconfig trusts',
  remedy: REMEDY_CA,
};
const noAnswer: Explanation = { problem: 'it does not answer', remedy: REMEDY_ADDRESS };

/** By the error codes of Node, OpenSSL and undici, and those of rejected responses. */
const BY_CODE: Readonly<Record<string, Explanation>> = {
  ECONNREFUSED: {
    problem: 'nothing listens there',
    remedy: 'Check that the API server is running and that the port in the server address is right.',
  },
  ENOTFOUND: {
    problem: 'its name is unknown to DNS',
    remedy: 'Check the host in the server address, and the name servers of this machine.',
  },
  EAI_AGAIN: { problem: 'DNS does not answer', remedy: 'Check the name servers of this machine.' },
  ANSWER_TOO_LARGE: { problem: `its answer is larger than ${ANSWER_BYTES / 1_048_576} MiB`, remedy: REMEDY_OTHER },
  ANSWER_REDIRECTED: { problem: 'it redirects to another address, which is not followed', remedy: REMEDY_OTHER },
  ANSWER_ENCODED: { problem: 'its answer is compressed although that was not asked for', remedy: REMEDY_OTHER },
  ECONNRESET: { problem: 'the connection broke', remedy: REMEDY_ADDRESS },
  UND_ERR_SOCKET: { problem: 'the connection broke', remedy: REMEDY_ADDRESS },
  EHOSTUNREACH: { problem: 'there is no way to its host', remedy: REMEDY_ADDRESS },
  ENETUNREACH: { problem: 'there is no way to its network', remedy: REMEDY_ADDRESS },
  ETIMEDOUT: noAnswer,
  UND_ERR_CONNECT_TIMEOUT: noAnswer,
  UND_ERR_HEADERS_TIMEOUT: noAnswer,
  TimeoutError: noAnswer,
  DEPTH_ZERO_SELF_SIGNED_CERT: unknownCa,
  SELF_SIGNED_CERT_IN_CHAIN: unknownCa,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: unknownCa,
  UNABLE_TO_GET_ISSUER_CERT: unknownCa,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: unknownCa,
  CERT_SIGNATURE_FAILURE: unknownCa,
  CERT_HAS_EXPIRED: {
    problem: 'its certificate, or one that it is signed with, has expired',
    remedy: 'Renew the certificates of the cluster; a new authority needs a new kubeconfig.',
  },
  CERT_NOT_YET_VALID: {
    problem: 'its certificate is not valid yet',
    remedy: 'Set the clocks of this machine and of the cluster right.',
  },
  ERR_TLS_CERT_ALTNAME_INVALID: {
    problem: 'its certificate is for another host',
    remedy: 'Use a server address that the certificate names, or set tls-server-name in the kubeconfig.',
  },
  ERR_SSL_WRONG_VERSION_NUMBER: {
    problem: 'it does not speak TLS',
    remedy: 'Check that the port in the server address is the one of the API server.',
  },
  ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED: {
    problem: 'it wants a client certificate that it trusts',
    remedy: 'Upload a kubeconfig whose client certificate is signed by this cluster and has not expired.',
  },
};

const BY_STATUS: Readonly<Record<number, Explanation>> = {
  401: {
    problem: 'it does not accept the credentials (401)',
    remedy: 'The token or client certificate may have expired or been revoked: upload a new kubeconfig.',
  },
  403: {
    problem: 'it does not allow this (403)',
    remedy: 'Grant the permissions that the connection test names as missing; deploy/helm has them as a ClusterRole.',
  },
};

/** What errors have in common, whatever their source: sockets, TLS, undici, AbortSignal. */
const ErrorShape = z.object({
  name: z.string().optional(),
  code: z.unknown().optional(),
  cause: z.unknown().optional(),
  errors: z.array(z.unknown()).optional(),
});

/** The codes of an error and of its causes, outermost first. */
function codesOf(error: unknown): readonly string[] {
  const shape = ErrorShape.safeParse(error);
  if (!shape.success) return [];
  const { name, code, cause, errors = [] } = shape.data;
  return [code, name, ...[cause, ...errors].flatMap(codesOf)].filter((text) => typeof text === 'string');
}

/** Explains to users what failed in a call to a cluster's API, with a remedy. */
export function clusterError(error: unknown, { server, what }: ClusterCall): RuntimeError {
  if (error instanceof RuntimeError) return error;
  const at = `Could not ${what} at ${server}`;
  const status = statusOf(error);
  if (status !== undefined) return answered(error, { at, status });
  const code = codesOf(error).find((candidate) => candidate in BY_CODE);
  const explained = code === undefined ? undefined : BY_CODE[code];
  return new ClusterUnreachableError(`${at}: ${explained?.problem ?? messageOf(error)}.`, {
    remedy: explained?.remedy ?? REMEDY_ADDRESS,
    cause: error,
  });
}

function answered(error: unknown, { at, status }: { at: string; status: number }): RuntimeError {
  const { problem, remedy } = BY_STATUS[status] ?? {
    problem: `it answers ${status}`,
    remedy: 'Read what the API server says, put it right, and try again.',
  };
  const message = `${at}: ${problem}: ${messageOf(error)}`;
  if (status >= 500 || status === 429) return new ClusterUnreachableError(message, { remedy, cause: error });
  return new ClusterRefusedError(message, { remedy, cause: error });
}
