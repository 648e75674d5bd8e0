export { FabricError, type FabricErrorOptions } from './fabric-error';
export { createSigner, type Signer, type SignerOptions } from './signer';
export { createCertificateAuthority, type CertificateAuthorityOptions } from './identities/certificate-authority';
export type { Place } from './identities/distinguished-name';
export { type FileTree, inFolder, type TreeFile } from './identities/file-tree';
export {
  InvalidCertificateError,
  InvalidSubjectError,
  InvalidValidityError,
  IssuerMismatchError,
  NotACertificateAuthorityError,
} from './identities/identity-errors';
export { certificateExpiry, subjectKeyIdentifier } from './identities/inspect-certificate';
export {
  type IdentityOptions,
  issueIdentity,
  issueTlsCertificate,
  type NodeRole,
  type TlsCertificateOptions,
} from './identities/issue-certificates';
export type { KeyPair, Validity } from './identities/key-pair';
export {
  certificateFileName,
  keyFileName,
  mspFiles,
  type MspOptions,
  organizationMspFiles,
  type OrganizationMspOptions,
} from './identities/msp-files';
export { renewCertificate, type RenewalOptions } from './identities/renew-certificate';
export { tlsFiles, type TlsOptions } from './identities/tls-files';
export * from './config/channel-definition';
export { channelGenesisBlock, type GenesisBlockOptions } from './config/genesis-block';
export type { ArchiveFiles } from './packaging/archive';
export { ccaasPackage, type CcaasPackageOptions } from './packaging/ccaas-package';
export {
  type ChaincodePackage,
  type ChaincodePackageOptions,
  packageChaincode,
  readPackage,
} from './packaging/chaincode-package';
export { InvalidChaincodePackageError } from './packaging/package-errors';
export { assertPackageLabel, packageId } from './packaging/package-label';
