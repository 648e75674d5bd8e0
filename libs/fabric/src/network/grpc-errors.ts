import { status, type ServiceError } from '@grpc/grpc-js';
import {
  AccessDeniedError,
  CallTimeoutError,
  ProtocolError,
  RemoteCallError,
  TlsRefusedError,
  UnreachableError,
} from './errors';
import { FabricError } from '../fabric-error';

/** The target and the operation of a call, for messages. */
export interface CallContext {
  readonly address: string;
  readonly what: string;
}

const TLS_FAILURE = /certificate|altname|\bSSL\b|\bTLS\b|handshake|EPROTO/i;
/** Node.js reports this when the process at the other end died during the handshake: nothing was refused. */
const CUT_OFF = /socket disconnected before secure TLS connection/;
const ACCESS_DENIED =
  /access denied|failed ACL check|creator org unknown|signature set did not satisfy|failed verifying that the signed data identity/i;

/** Distinguishes gRPC's own errors from others. */
export function isServiceError(error: unknown): error is ServiceError {
  return error instanceof Error && 'code' in error && typeof error.code === 'number' && 'metadata' in error;
}

/** Whether a node's message means that the identity, not the request, was the problem. */
export function saysAccessDenied(message: string): boolean {
  return ACCESS_DENIED.test(message);
}

/** Converts a failed gRPC call to the matching typed error. */
export function fromServiceError(error: ServiceError, { address, what }: CallContext): FabricError {
  const context = { cause: error };
  switch (error.code) {
    case status.UNAVAILABLE:
      return TLS_FAILURE.test(error.details) && !CUT_OFF.test(error.details)
        ? new TlsRefusedError(address, error.details, context)
        : new UnreachableError(address, error.details, context);
    case status.DEADLINE_EXCEEDED:
      return new CallTimeoutError(address, what, context);
    case status.PERMISSION_DENIED:
    case status.UNAUTHENTICATED:
      return new AccessDeniedError(address, error.details, context);
    case status.RESOURCE_EXHAUSTED:
      return new RemoteCallError(address, error.code, error.details, { ...context, retryable: true });
    default:
      return saysAccessDenied(error.details)
        ? new AccessDeniedError(address, error.details, context)
        : new RemoteCallError(address, error.code, error.details, context);
  }
}

/** `grpc-js` throws this for a call on a connection that was closed meanwhile. */
const CLOSED = /channel has been (shut down|closed)/i;

/**
 * Converts any error of a client library to a typed error: also one without a gRPC status, such as that about a
 * response that it cannot parse.
 */
export function fromLibraryError(error: unknown, context: CallContext): FabricError {
  if (error instanceof FabricError) return error;
  if (isServiceError(error)) return fromServiceError(error, context);
  const detail = error instanceof Error ? error.message : String(error);
  const { address } = context;
  return CLOSED.test(detail)
    ? new UnreachableError(address, detail, { cause: error })
    : new ProtocolError(address, detail, { cause: error });
}
