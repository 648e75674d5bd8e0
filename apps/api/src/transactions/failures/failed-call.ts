import type { FabricError } from '@heddle/fabric';
import { fabricProblem } from '../../fabric/fabric-problem';
import type { ChaincodeAccess, ChannelAccess, OrganizationAccess } from '../../fabric/channel-access';
import { ApiError, type ApiErrorOptions } from '../../errors/api-error';

/** A failed call of a chaincode function, with its request. */
export interface FailedCall {
  readonly channel: ChannelAccess;
  /** The organization whose application called. */
  readonly organization: OrganizationAccess;
  readonly chaincode: ChaincodeAccess;
  readonly fn: string;
  readonly args: readonly (string | Uint8Array)[];
  readonly hasTransient: boolean;
}

/** The default problem of an error, with additional fields. */
export function problemWith(
  error: FabricError,
  { message = error.message, ...options }: ApiErrorOptions & { readonly message?: string },
): ApiError {
  const { code } = fabricProblem(error) ?? { code: 'internal' as const };
  return new ApiError(code, message, { remedy: error.remedy, cause: error, ...options });
}

/** The organization's name in this chain; its MSP id if Heddle does not run it. */
export function nameOf({ organizations }: ChannelAccess, mspId: string): string {
  return organizations.find((organization) => organization.mspId === mspId)?.name ?? mspId;
}
