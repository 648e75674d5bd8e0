import {
  bytes,
  enumeration,
  int32,
  message,
  oneof,
  opaque,
  repeated,
  string,
  type MessageSchema,
} from './message-schema';

/** `msp/msp_principal.proto`, `msp/identities.proto`. */
const MSP_ROLE: MessageSchema = {
  msp_identifier: string(1),
  role: enumeration(2, ['MEMBER', 'ADMIN', 'CLIENT', 'PEER', 'ORDERER']),
};
const ORGANIZATION_UNIT: MessageSchema = {
  msp_identifier: string(1),
  organizational_unit_identifier: string(2),
  certifiers_identifier: bytes(3),
};
const SERIALIZED_IDENTITY: MessageSchema = { mspid: string(1), id_bytes: bytes(2) };

const PRINCIPALS: ReadonlyMap<unknown, MessageSchema> = new Map([
  ['ROLE', MSP_ROLE],
  ['ORGANIZATION_UNIT', ORGANIZATION_UNIT],
  ['IDENTITY', SERIALIZED_IDENTITY],
]);
const MSP_PRINCIPAL: MessageSchema = {
  principal_classification: enumeration(1, ['ROLE', 'ORGANIZATION_UNIT', 'IDENTITY', 'ANONYMITY', 'COMBINED']),
  principal: opaque(2, ({ principal_classification }) => PRINCIPALS.get(principal_classification ?? 'ROLE')),
};

/** `common/policies.proto`. */
const N_OUT_OF: MessageSchema = { n: int32(1), rules: repeated(message(2, () => SIGNATURE_POLICY)) };
const SIGNATURE_POLICY: MessageSchema = {
  signed_by: oneof(int32(1)),
  n_out_of: oneof(message(2, () => N_OUT_OF)),
};
const SIGNATURE_POLICY_ENVELOPE: MessageSchema = {
  version: int32(1),
  rule: message(2, () => SIGNATURE_POLICY),
  identities: repeated(message(3, () => MSP_PRINCIPAL)),
};
const IMPLICIT_META_POLICY: MessageSchema = { sub_policy: string(1), rule: enumeration(2, ['ANY', 'ALL', 'MAJORITY']) };

const POLICY_TYPES: ReadonlyMap<unknown, MessageSchema> = new Map([
  [1, SIGNATURE_POLICY_ENVELOPE],
  [3, IMPLICIT_META_POLICY],
]);
export const POLICY: MessageSchema = { type: int32(1), value: opaque(2, ({ type }) => POLICY_TYPES.get(type ?? 0)) };
