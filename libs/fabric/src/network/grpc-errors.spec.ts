import { Metadata, status, type ServiceError } from '@grpc/grpc-js';
import { ProtocolError } from './errors';
import { fromLibraryError, fromServiceError } from './grpc-errors';

function serviceError(code: status, details: string): ServiceError {
  return Object.assign(new Error(details), { code, details, metadata: new Metadata() });
}

describe('a failed gRPC call', () => {
  it.each([
    [status.UNAVAILABLE, 'connect ECONNREFUSED 127.0.0.1:7051', 'unreachable', true],
    [status.UNAVAILABLE, 'Last error: Error: self-signed certificate in certificate chain', 'tls_refused', false],
    [status.UNAVAILABLE, "Hostname/IP does not match certificate's altnames: IP: 10.0.0.1", 'tls_refused', false],
    [status.UNAVAILABLE, 'write EPROTO 0A00045C:SSL routines', 'tls_refused', false],
    [
      status.UNAVAILABLE,
      'Client network socket disconnected before secure TLS connection was established',
      'unreachable',
      true,
    ],
    [status.DEADLINE_EXCEEDED, 'Deadline exceeded', 'timeout', true],
    [status.PERMISSION_DENIED, 'no', 'access_denied', false],
    [status.UNAUTHENTICATED, 'no', 'access_denied', false],
    [
      status.UNKNOWN,
      'error validating proposal: access denied: channel [] creator org [Org9MSP]',
      'access_denied',
      false,
    ],
    [status.RESOURCE_EXHAUSTED, 'the number of running requests exceeds the limit', 'remote_error', true],
    [status.INTERNAL, 'out of cheese', 'remote_error', false],
  ])('with status %s and "%s" is %s', (code, details, expected, retryable) => {
    const cause = serviceError(code, details);

    const error = fromServiceError(cause, { address: 'peer0:7051', what: 'a query' });

    expect(error).toMatchObject({ code: expected, retryable, cause, address: 'peer0:7051' });
    expect(error.message).toContain('peer0:7051');
    expect(error.remedy).toMatch(/\.$/);
  });
});

describe('what a client library throws', () => {
  const context = { address: 'peer0:7051', what: 'assets.Read' };

  it.each([
    [new Error('Channel has been shut down'), 'unreachable', true],
    [new Error('No result returned'), 'protocol_error', false],
    [new TypeError('Missing transaction envelope'), 'protocol_error', false],
    ['no error at all', 'protocol_error', false],
    [serviceError(status.UNAVAILABLE, 'connect ECONNREFUSED'), 'unreachable', true],
  ])('has its own code: %s', (error, code, retryable) => {
    expect(fromLibraryError(error, context)).toMatchObject({ code, retryable, cause: error });
  });

  it('stays when it is typed', () => {
    const error = new ProtocolError('peer0:7051', 'gibberish');
    expect(fromLibraryError(error, context)).toBe(error);
  });
});
