import type { ErrorCode } from '@heddle/contracts';
import { FabricError, type FabricCallCode, type FabricErrorCode, type FabricInputCode } from '@heddle/fabric';
import { ApiError } from '../errors/api-error';

/** What a node's answer means for a client of the REST API. */
const CALL_CODES: Readonly<Record<FabricCallCode, ErrorCode>> = {
  access_denied: 'endorsement_refused',
  chaincode_crashed: 'chaincode_crashed',
  chaincode_timeout: 'chaincode_unavailable',
  chaincode_uninitialized: 'chaincode_uninitialized',
  chaincode_not_registered: 'chaincode_not_registered',
  chaincode_unavailable: 'chaincode_unavailable',
  channel_already_joined: 'conflict',
  channel_not_joined: 'invalid_state',
  channel_removal_pending: 'invalid_state',
  endorsement_refused: 'endorsement_refused',
  endorsements_differ: 'endorsements_differ',
  endorsers_unavailable: 'unavailable',
  invalid_block: 'unavailable',
  ledger_entry_not_found: 'not_found',
  no_leader: 'no_leader',
  orderer_not_joined: 'orderer_unreachable',
  orderer_refused: 'transaction_invalid',
  participation_disabled: 'unavailable',
  participation_failed: 'unavailable',
  participation_refused: 'config_rejected',
  proposal_refused: 'endorsement_refused',
  protocol_error: 'unavailable',
  remote_error: 'unavailable',
  timeout: 'commit_timeout',
  tls_refused: 'peer_unreachable',
  transaction_invalid: 'transaction_invalid',
  unreachable: 'peer_unreachable',
};

/**
 * Heddle's code for a Fabric error: a node's answer by its meaning, everything else as an input error. A code in
 * neither group does not compile.
 */
function codeOf(code: FabricErrorCode): ErrorCode {
  if (isCallCode(code)) return CALL_CODES[code];
  code satisfies FabricInputCode;
  return 'validation_failed';
}

export function fabricProblem(error: unknown): ApiError | undefined {
  if (!(error instanceof FabricError)) return undefined;
  const { code, message, remedy } = error;
  return new ApiError(codeOf(code), message, { remedy, cause: error });
}

function isCallCode(code: FabricErrorCode): code is FabricCallCode {
  return code in CALL_CODES;
}
