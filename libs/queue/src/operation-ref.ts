import type { OperationEntity } from '@heddle/data';
import type { OperationRef } from './define-operation';

/** What `onState` and steps know about the operation. */
export const refOf = ({ id, kind, chainId, subject, requestedBy, attempt }: OperationEntity): OperationRef => ({
  id,
  kind,
  chainId,
  subject,
  requestedBy,
  attempt,
});
