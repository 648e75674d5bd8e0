import type { ErrorCode } from '@heddle/contracts';
import { FabricError, type FabricCallCode, type FabricErrorCode, type FabricInputCode } from '@heddle/fabric';
import type { StepFunction } from '@heddle/queue';
import { DiskFullError } from '@heddle/runtime';
import { OperationFailure } from './operation-failure';
import { systemCode } from './system-code';

/** What a node's answer means for an operation. */
const CALL_CODES: Readonly<Record<FabricCallCode, ErrorCode>> = {
  chaincode_crashed: 'chaincode_crashed',
  chaincode_timeout: 'chaincode_unavailable',
  chaincode_uninitialized: 'chaincode_uninitialized',
  chaincode_not_registered: 'chaincode_not_registered',
  chaincode_unavailable: 'chaincode_unavailable',
  endorsements_differ: 'endorsements_differ',
  invalid_block: 'node_not_ready',
  ledger_entry_not_found: 'node_not_ready',
  orderer_not_joined: 'orderer_unreachable',
  participation_disabled: 'channel_join_failed',
  unreachable: 'node_not_ready',
  tls_refused: 'config_rejected',
  access_denied: 'forbidden',
  timeout: 'commit_timeout',
  remote_error: 'node_not_ready',
  protocol_error: 'internal',
  proposal_refused: 'chaincode_rejected',
  endorsement_refused: 'endorsement_refused',
  endorsers_unavailable: 'endorsement_refused',
  no_leader: 'no_leader',
  orderer_refused: 'config_rejected',
  transaction_invalid: 'transaction_invalid',
  channel_already_joined: 'channel_join_failed',
  channel_not_joined: 'channel_join_failed',
  participation_refused: 'channel_join_failed',
  participation_failed: 'channel_join_failed',
  channel_removal_pending: 'channel_join_failed',
};

/**
 * Converts a Fabric error to Heddle's codes; message and remedy stay. A full disk is reported as such, whichever
 * program wrote to it.
 */
export function explained(error: unknown): unknown {
  if (isDiskFull(error)) return new DiskFullError(error.path ?? 'the data folder', error);
  if (!(error instanceof FabricError)) return error;
  const { message, remedy, retryable } = error;
  return new OperationFailure(codeOf(error.code), message, { remedy, retryable, cause: error.cause });
}

/** Errors that are not caused by a call are caused by its input. A code in neither group does not compile. */
function codeOf(code: FabricErrorCode): ErrorCode {
  if (isCallCode(code)) return CALL_CODES[code];
  code satisfies FabricInputCode;
  return 'config_rejected';
}

function isCallCode(code: FabricErrorCode): code is FabricCallCode {
  return code in CALL_CODES;
}

/** The codes of a file system that cannot write more. */
function isDiskFull(error: unknown): error is NodeJS.ErrnoException {
  return ['ENOSPC', 'EDQUOT'].includes(systemCode(error) ?? '');
}

/** A step whose Fabric and file errors are converted to Heddle's. */
export function explaining<Input, Services>(run: StepFunction<Input, Services>): StepFunction<Input, Services> {
  return async (context) => {
    try {
      await run(context);
    } catch (error) {
      throw explained(error);
    }
  };
}
