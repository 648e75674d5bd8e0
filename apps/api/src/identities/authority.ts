import type { IdentityRow } from '@heddle/data';
import { ApiError } from '../errors/api-error';

/**
 * The certificate of one of an organization's two CAs.
 *
 * @throws ApiError `invalid_state` for a chain whose certificates are not issued yet, or no longer stored
 */
export function certificateOf(rows: readonly IdentityRow[], kind: 'ca' | 'tlsca', organization: string): string {
  const row = rows.find((candidate) => candidate.kind === kind && candidate.organization === organization);
  if (row === undefined) throw new ApiError('invalid_state', `Organization ${organization} has no CA.`);
  return row.certificate;
}
