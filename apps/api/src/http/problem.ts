import { HttpException } from '@nestjs/common';
import { ErrorCode } from '@heddle/contracts';
import { ScopeBusyError } from '@heddle/data';
import { ApiError } from '../errors/api-error';
import { fabricProblem } from '../fabric/fabric-problem';

interface BodyParserError {
  readonly status: number;
  /** The allowed and the sent number of bytes of `entity.too.large`. */
  readonly limit?: number;
  readonly length?: number;
}

function isBodyParserError(error: unknown): error is Error & BodyParserError {
  return error instanceof Error && 'expose' in error && 'status' in error && typeof error.status === 'number';
}

/** Errors of our own libraries, with a code from contracts, a message and a remedy for users. */
function fromLibrary(error: unknown): ApiError | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  const code = ErrorCode.safeParse(error.code);
  if (!code.success || code.data === 'internal') return undefined;
  const remedy = 'remedy' in error && typeof error.remedy === 'string' ? error.remedy : undefined;
  const busy = error instanceof ScopeBusyError ? { operationId: error.operationId, params: error.params } : {};
  return new ApiError(code.data, error.message, { cause: error, remedy, ...busy });
}

const tooLarge = (cause: unknown): ApiError =>
  new ApiError('payload_too_large', 'The body is larger than this route accepts.', { cause });

const MIB = 1_048_576;

function bodyTooLarge(error: BodyParserError): ApiError {
  if (error.limit === undefined) return tooLarge(error);
  const limit = String(error.limit / MIB);
  const size = error.length === undefined ? '' : ` and has ${(error.length / MIB).toFixed(1)} MiB`;
  return new ApiError('payload_too_large', `The body is larger than ${limit} MiB${size}.`, {
    cause: error,
    remedy:
      `Send less in one call, or raise HEDDLE_BODY_LIMIT_MIB of the API (now ${limit}); ` +
      'a channel accepts transactions up to its absoluteMaxBytes.',
  });
}

function fromBodyParser(error: BodyParserError): ApiError {
  if (error.status === 413) return bodyTooLarge(error);
  if (error.status === 415) {
    return new ApiError('unsupported_media_type', 'The content encoding of the body is not supported.', {
      cause: error,
      remedy: 'Send the body uncompressed, or with Content-Encoding gzip, deflate or br.',
    });
  }
  return new ApiError('malformed_request', 'The body cannot be read.', {
    cause: error,
    remedy: 'Send as many bytes as Content-Length says, encoded as Content-Encoding says.',
  });
}

function fromNest(error: HttpException): ApiError | undefined {
  const status = error.getStatus();
  if (status === 404) return new ApiError('not_found', 'This address does not exist.', { cause: error });
  if (status === 413) return tooLarge(error);
  if (status === 400) return new ApiError('malformed_request', 'The request cannot be understood.', { cause: error });
  return undefined;
}

/** The public part of an error; undefined for errors whose message must not leave the process. */
export function publicError(error: unknown): ApiError | undefined {
  if (error instanceof ApiError) return error;
  if (error instanceof HttpException) return fromNest(error);
  if (isBodyParserError(error)) return fromBodyParser(error);
  if (error instanceof URIError) return new ApiError('malformed_request', 'The address is not a valid URL.');
  return fabricProblem(error) ?? fromLibrary(error);
}
