import type { ErrorCode } from '@heddle/contracts';
import { FabricError, type TransactionInvalidError } from '@heddle/fabric';
import { ApiError } from '../errors/api-error';

/** What the codes of libs/fabric mean to a client of the REST API. */
const CODES: Readonly<Record<string, ErrorCode>> = {
  endorsement_refused: 'endorsement_refused',
  proposal_refused: 'endorsement_refused',
  access_denied: 'endorsement_refused',
  transaction_invalid: 'transaction_invalid' satisfies TransactionInvalidError['code'],
  orderer_refused: 'transaction_invalid',
  no_leader: 'no_leader',
  endorsers_unavailable: 'unavailable',
  remote_error: 'unavailable',
  unreachable: 'peer_unreachable',
  tls_refused: 'peer_unreachable',
  timeout: 'commit_timeout',
  ledger_entry_not_found: 'not_found',
};

/** A node's answer as a problem; undefined for errors that say something about us rather than about the request. */
export function fabricProblem(error: unknown): ApiError | undefined {
  if (!(error instanceof FabricError)) return undefined;
  const code = CODES[error.code];
  return code === undefined ? undefined : new ApiError(code, error.message, { remedy: error.remedy, cause: error });
}
