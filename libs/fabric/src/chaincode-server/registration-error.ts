import { FabricError } from '../fabric-error';

/**
 * Why a chaincode server cannot serve a peer:
 * `unreachable` nothing listens; `tls_refused` the handshake failed; `wrong_protocol` what listens is no chaincode
 * server; `mute` it accepted the stream and did not register in time; `ended` it ended the stream first; `wrong_id` it
 * registered for another package.
 */
export type RegistrationFailure = 'unreachable' | 'tls_refused' | 'wrong_protocol' | 'mute' | 'ended' | 'wrong_id';

const REMEDIES: Readonly<Record<RegistrationFailure, string>> = {
  unreachable: 'Start the chaincode server at this address.',
  tls_refused: 'Let the server use the certificate and key that the package was made for, or package it without TLS.',
  wrong_protocol: 'Let the server answer gRPC as a Fabric chaincode server, with TLS as the package says.',
  mute: 'Correct the server so that it sends REGISTER as soon as a peer connects; its log says what it waits for.',
  ended: 'Correct the server so that it keeps the stream of a peer open; its log says why it ended.',
  wrong_id: 'Start the server with the package id as its chaincode id.',
};

/** A chaincode server did not register as a peer expects. */
export class ChaincodeNotRegisteredError extends FabricError {
  readonly code = 'chaincode_not_registered';

  constructor(
    readonly address: string,
    readonly reason: RegistrationFailure,
    /** The same without the address, for callers that know the server by another name. */
    readonly what: string,
    cause?: unknown,
  ) {
    super(`The chaincode server at ${address} ${what}.`, {
      remedy: REMEDIES[reason],
      retryable: reason === 'unreachable' || reason === 'ended',
      cause,
    });
  }
}
