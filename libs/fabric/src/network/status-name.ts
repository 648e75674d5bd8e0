import { common, peer } from '@hyperledger/fabric-protos';

/** `common.Status` by name, for instance `SERVICE_UNAVAILABLE`. */
export function statusName(status: number): string {
  return nameOf(common.Status, status);
}

/** `peer.TxValidationCode` by name, for instance `MVCC_READ_CONFLICT`. */
export function validationCodeName(code: number): string {
  return nameOf(peer.TxValidationCode, code);
}

function nameOf(names: object, value: number): string {
  return Object.entries(names).find(([, number]) => number === value)?.[0] ?? `UNKNOWN_${String(value)}`;
}
