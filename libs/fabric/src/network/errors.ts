import { FabricError, type FabricErrorOptions } from '../fabric-error';

type Context = Partial<FabricErrorOptions>;

/** Nothing responds at the node's address. Thrown when the connection fails or breaks during a call. */
export class UnreachableError extends FabricError {
  readonly code = 'unreachable';

  constructor(
    readonly address: string,
    detail: string,
    context: Context = {},
  ) {
    super(`${address} cannot be reached: ${detail}`, {
      retryable: true,
      remedy: 'Check that the node is running and that its address and port are right from this machine.',
      ...context,
    });
  }
}

/** The TLS handshake failed: the node's certificate is not trusted, names another host, or ours was refused. */
export class TlsRefusedError extends FabricError {
  readonly code = 'tls_refused';

  constructor(
    readonly address: string,
    detail: string,
    context: Context = {},
  ) {
    super(`TLS with ${address} failed: ${detail}`, {
      remedy: 'Check the TLS root certificate, the host names in the node’s certificate, and the client certificate.',
      ...context,
    });
  }
}

/** The node refused: this identity lacks permission (signature, MSP, policy or ACL). */
export class AccessDeniedError extends FabricError {
  readonly code = 'access_denied';

  constructor(
    readonly address: string,
    detail: string,
    context: Context = {},
  ) {
    super(`${address} refused the identity: ${detail}`, {
      remedy: 'Use an identity of the right organization and role; the node’s log names the policy that was not met.',
      ...context,
    });
  }
}

/** The node did not respond before the deadline. */
export class CallTimeoutError extends FabricError {
  readonly code = 'timeout';

  constructor(
    readonly address: string,
    what: string,
    context: Context = {},
  ) {
    super(`${what} was not answered by ${address} in time`, {
      retryable: true,
      remedy: 'Check the node’s load and log, then try again or allow more time.',
      ...context,
    });
  }
}

/** Any other gRPC status; `status` is its number (https://grpc.io/docs/guides/status-codes). */
export class RemoteCallError extends FabricError {
  readonly code = 'remote_error';

  constructor(
    readonly address: string,
    readonly status: number,
    detail: string,
    context: Context = {},
  ) {
    super(`${address} answered with an error: ${detail}`, { remedy: 'The node’s log says more.', ...context });
  }
}

/** A response of a node that Fabric's protocol does not allow here. */
export class ProtocolError extends FabricError {
  readonly code = 'protocol_error';

  constructor(
    readonly address: string,
    detail: string,
    context: Context = {},
  ) {
    super(`${address} gave an unexpected answer: ${detail}`, {
      remedy: 'Check that the address belongs to a Fabric node of the expected kind and a supported version.',
      ...context,
    });
  }
}

/** A peer processed a proposal and responded with an error status (`Response.status` of 400 or more). */
export class ProposalRefusedError extends FabricError {
  readonly code = 'proposal_refused';

  constructor(
    readonly address: string,
    readonly status: number,
    /** The peer's or chaincode's own words. */
    readonly detail: string,
    context: Context = {},
  ) {
    super(`${address} refused the proposal (${status}): ${detail}`, {
      remedy: 'Correct what the peer’s message names.',
      ...context,
    });
  }
}

/** A requested block, transaction or channel is not on this peer. */
export class LedgerEntryNotFoundError extends FabricError {
  readonly code = 'ledger_entry_not_found';

  constructor(
    readonly address: string,
    what: string,
    context: Context = {},
  ) {
    super(`${address} has no ${what}`, {
      remedy: 'Check the name, number or id, and that the peer has joined the channel and caught up.',
      ...context,
    });
  }
}
