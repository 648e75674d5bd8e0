import { status } from '@grpc/grpc-js';
import type { GatewayError } from '@hyperledger/fabric-gateway';
import type { FabricError } from '../fabric-error';
import { AccessDeniedError } from './errors';
import { fromOrdererStatus } from './orderer-status';
import { fromServiceError, saysAccessDenied, type CallContext } from './grpc-errors';
import {
  type ChaincodeFailure,
  ChaincodeNotInitializedError,
  ChaincodeUnavailableError,
  EndorsementRefusedError,
  EndorsementsDifferError,
  EndorsersUnavailableError,
  OrderingUnavailableError,
  type Refusal,
} from './transaction-errors';

/** The step of a transaction that failed; the same gRPC status means different things on each. */
export type GatewayStage = 'evaluate' | 'endorse' | 'submit' | 'commit-status' | 'events';

/** The messages of peers when the chaincode did not respond (Fabric's `core/chaincode`). */
const FAILURES: readonly (readonly [ChaincodeFailure, RegExp])[] = [
  ['chaincode_crashed', /chaincode stream terminated/i],
  ['chaincode_timeout', /timeout expired while executing/i],
  ['chaincode_unavailable', /could not launch chaincode|error sending|timeout expired while starting chaincode/i],
];
/** A gateway's message about an endorser that it could not reach. */
const AWAY = /rpc error: code = (Unavailable|DeadlineExceeded|Canceled)/i;
const DIFFERS = /ProposalResponsePayloads do not match/i;
/** The peers' messages about Init (Fabric's `core/chaincode/chaincode_support.go`). */
const INIT_MISSING = 'must call as init first';
export const INIT_DONE = 'is already initialized but called as init';
const ORDERER_STATUS = /status=(\w+), info=(.*)$/s;

/**
 * Converts a gateway's error to the matching typed error; the statuses are those that the peer's gateway
 * returns (Fabric's `internal/pkg/gateway`).
 */
export function fromGatewayError(error: GatewayError, stage: GatewayStage, context: CallContext): FabricError {
  const refusals = error.details.map(({ address, mspId, message }): Refusal => ({ address, mspId, message }));
  const details = error.cause.details;
  if (saysAccessDenied(details)) return new AccessDeniedError(context.address, details, { cause: error });
  switch (stage) {
    case 'evaluate':
    case 'endorse':
      return fromEndorsement(error, refusals, context);
    case 'submit':
      return fromSubmission(error, refusals, context);
    case 'commit-status':
    case 'events':
      return fromServiceError(error.cause, context);
  }
}

function fromEndorsement(error: GatewayError, refusals: readonly Refusal[], context: CallContext): FabricError {
  const { code, details } = error.cause;
  const denial = refusals.find(({ message }) => saysAccessDenied(message));
  if (denial !== undefined) return new AccessDeniedError(denial.address, denial.message, { cause: error });
  switch (code) {
    case status.ABORTED:
    case status.UNKNOWN:
      return fromRefusals(error, refusals);
    case status.FAILED_PRECONDITION:
      return new EndorsersUnavailableError(details, { cause: error });
    case status.UNAVAILABLE:
      return refusals.length > 0 || isGatewaysOwnWords(details)
        ? new EndorsersUnavailableError([details, ...refusals.map(({ message }) => message)].join('; '), {
            cause: error,
          })
        : fromServiceError(error.cause, context);
    default:
      return fromServiceError(error.cause, context);
  }
}

function fromSubmission(error: GatewayError, refusals: readonly Refusal[], context: CallContext): FabricError {
  const { code, details } = error.cause;
  if (code === status.ABORTED) {
    const [, name = 'UNKNOWN', info = details] = ORDERER_STATUS.exec(details) ?? [];
    return fromOrdererStatus(name, info, { cause: error });
  }
  if (code === status.UNAVAILABLE && (refusals.length > 0 || details.includes('orderer'))) {
    return new OrderingUnavailableError(refusals, details, { cause: error });
  }
  return fromServiceError(error.cause, context);
}

function fromRefusals(error: GatewayError, refusals: readonly Refusal[]): FabricError {
  const cause = { cause: error };
  const differing = refusals.filter(({ message }) => DIFFERS.test(message));
  if (differing.length > 0) return new EndorsementsDifferError(differing, cause);
  if (refusals.length > 0 && refusals.every(({ message }) => AWAY.test(message))) {
    return new EndorsersUnavailableError(
      refusals.map(({ mspId, message }) => `${mspId}: ${message}`).join('; '),
      cause,
    );
  }
  if (refusals.some(({ message }) => message.includes(INIT_MISSING))) {
    return new ChaincodeNotInitializedError(refusals, cause);
  }
  const failure = chaincodeFailure(refusals);
  return failure === undefined
    ? new EndorsementRefusedError(refusals, error.cause.details, { ...cause, ...remedyOf(refusals) })
    : new ChaincodeUnavailableError(failure, refusals, cause);
}

/** Why the chaincode responded to no endorser; a crash explains more than the errors that follow from it. */
function chaincodeFailure(refusals: readonly Refusal[]): ChaincodeFailure | undefined {
  const failures = refusals.map(({ message }) => FAILURES.find(([, words]) => words.test(message))?.[0]);
  if (failures.includes(undefined)) return undefined;
  return FAILURES.find(([failure]) => failures.includes(failure))?.[0];
}

/** A remedy for refusals of the peers themselves; the chaincode's own messages need none. */
function remedyOf(refusals: readonly Refusal[]): { remedy?: string } {
  const done = refusals.some(({ message }) => message.includes(INIT_DONE));
  return done ? { remedy: 'Call the function without isInit: this version was initialized before.' } : {};
}

/** UNAVAILABLE comes both from our own transport and from a gateway that found no peers. */
function isGatewaysOwnWords(details: string): boolean {
  return /no peers|no endors|failed to (find|select|connect)/i.test(details);
}
