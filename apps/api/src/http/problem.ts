import { HttpException } from '@nestjs/common';
import { ErrorCode } from '@heddle/contracts';
import { ApiError } from '../errors/api-error';
import { fabricProblem } from '../fabric/fabric-problem';

interface BodyParserError {
  readonly type: string;
  readonly status: number;
}

function isBodyParserError(error: unknown): error is Error & BodyParserError {
  return error instanceof Error && 'type' in error && typeof error.type === 'string' && 'status' in error;
}

/** Errors of our own libraries: a code from contracts, a message and a remedy for people. */
function fromLibrary(error: unknown): ApiError | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  const code = ErrorCode.safeParse(error.code);
  if (!code.success || code.data === 'internal') return undefined;
  const remedy = 'remedy' in error && typeof error.remedy === 'string' ? error.remedy : undefined;
  const operationId = 'operationId' in error && typeof error.operationId === 'string' ? error.operationId : undefined;
  return new ApiError(code.data, error.message, {
    cause: error,
    remedy,
    ...(operationId === undefined ? {} : { operationId }),
  });
}

const tooLarge = (cause: unknown): ApiError =>
  new ApiError('payload_too_large', 'The body is larger than this route takes.', { cause });

function fromBodyParser(error: BodyParserError): ApiError {
  if (error.status === 413) {
    return tooLarge(error);
  }
  return new ApiError('malformed_request', 'The body cannot be read as JSON.', {
    cause: error,
    remedy: 'Send valid JSON in UTF-8 with the header Content-Type: application/json.',
  });
}

function fromNest(error: HttpException): ApiError | undefined {
  const status = error.getStatus();
  if (status === 404) return new ApiError('not_found', 'This address does not exist.', { cause: error });
  if (status === 413) return tooLarge(error);
  if (status === 400) return new ApiError('malformed_request', 'The request cannot be understood.', { cause: error });
  return undefined;
}

/** What the caller may be told about an error; undefined for those whose message must not leave the process. */
export function publicError(error: unknown): ApiError | undefined {
  if (error instanceof ApiError) return error;
  if (error instanceof HttpException) return fromNest(error);
  if (isBodyParserError(error)) return fromBodyParser(error);
  if (error instanceof URIError) return new ApiError('malformed_request', 'The address is not a valid URL.');
  return fabricProblem(error) ?? fromLibrary(error);
}
