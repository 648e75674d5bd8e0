import type { ErrorCode } from '@heddle/contracts';
import { FabricError } from '@heddle/fabric';
import type { StepFunction } from '@heddle/queue';
import { OperationFailure } from './operation-failure';

/** What a Fabric library's error means to an operation, by its code; codes that both share are not listed. */
const CODES: Readonly<Record<string, ErrorCode>> = {
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

/** Gives a Fabric error the code that people and programs know from Heddle; its words and remedy stay. */
export function explained(error: unknown): unknown {
  if (!(error instanceof FabricError)) return error;
  const { message, remedy, retryable } = error;
  return new OperationFailure(CODES[error.code] ?? 'internal', message, { remedy, retryable, cause: error.cause });
}

/** A step whose Fabric errors are told as Heddle's. */
export function explaining<Input, Services>(run: StepFunction<Input, Services>): StepFunction<Input, Services> {
  return async (context) => {
    try {
      await run(context);
    } catch (error) {
      throw explained(error);
    }
  };
}
