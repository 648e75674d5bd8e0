import { bool, bytes, int32, int64, message, opaque, repeated, string, type MessageSchema } from './message-schema';

/** `msp/msp_config.proto`. */
const OU_IDENTIFIER: MessageSchema = { certificate: bytes(1), organizational_unit_identifier: string(2) };
const NODE_OUS: MessageSchema = {
  enable: bool(1),
  client_ou_identifier: message(2, () => OU_IDENTIFIER),
  peer_ou_identifier: message(3, () => OU_IDENTIFIER),
  admin_ou_identifier: message(4, () => OU_IDENTIFIER),
  orderer_ou_identifier: message(5, () => OU_IDENTIFIER),
};
const CRYPTO_CONFIG: MessageSchema = { signature_hash_family: string(1), identity_identifier_hash_function: string(2) };
const KEY_INFO: MessageSchema = { key_identifier: string(1), key_material: bytes(2) };
const SIGNING_IDENTITY_INFO: MessageSchema = { public_signer: bytes(1), private_signer: message(2, () => KEY_INFO) };
const FABRIC_MSP_CONFIG: MessageSchema = {
  name: string(1),
  root_certs: repeated(bytes(2)),
  intermediate_certs: repeated(bytes(3)),
  admins: repeated(bytes(4)),
  revocation_list: repeated(bytes(5)),
  signing_identity: message(6, () => SIGNING_IDENTITY_INFO),
  organizational_unit_identifiers: repeated(message(7, () => OU_IDENTIFIER)),
  crypto_config: message(8, () => CRYPTO_CONFIG),
  tls_root_certs: repeated(bytes(9)),
  tls_intermediate_certs: repeated(bytes(10)),
  fabric_node_ous: message(11, () => NODE_OUS),
};
const IDEMIX_SIGNER_CONFIG: MessageSchema = {
  cred: bytes(1),
  sk: bytes(2),
  organizational_unit_identifier: string(3),
  role: int32(4),
  enrollment_id: string(5),
  credential_revocation_information: bytes(6),
};
const IDEMIX_MSP_CONFIG: MessageSchema = {
  name: string(1),
  ipk: bytes(2),
  signer: message(3, () => IDEMIX_SIGNER_CONFIG),
  revocation_pk: bytes(4),
  epoch: int64(5),
};

const MSP_TYPES: ReadonlyMap<unknown, MessageSchema> = new Map([
  [0, FABRIC_MSP_CONFIG],
  [1, IDEMIX_MSP_CONFIG],
]);
export const MSP_CONFIG: MessageSchema = { type: int32(1), config: opaque(2, ({ type }) => MSP_TYPES.get(type ?? 0)) };
