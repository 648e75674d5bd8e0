export { FabricError, type FabricErrorOptions } from './fabric-error';
export type {
  ChannelDefinitionCode,
  ConfigEditCode,
  FabricCallCode,
  FabricErrorCode,
  FabricInputCode,
  ParticipationCode,
  PolicySyntaxErrorCode,
} from './fabric-error-code';
export { createSigner, type Signer, type SignerOptions } from './signer';
export { createCertificateAuthority, type CertificateAuthorityOptions } from './identities/certificate-authority';
export type { Place } from './identities/distinguished-name';
export { type FileTree, inFolder, publicFile, secretFile, type TreeFile } from './identities/file-tree';
export {
  InvalidCertificateError,
  InvalidSubjectError,
  InvalidValidityError,
  IssuerMismatchError,
  NotACertificateAuthorityError,
} from './identities/identity-errors';
export {
  certificateExpiry,
  type CertificateDescription,
  describeCertificate,
  subjectKeyIdentifier,
} from './identities/inspect-certificate';
export {
  enrollmentAttributes,
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
export { pkcs12, type Pkcs12Options } from './identities/pkcs12';
export { renewCertificate, type RenewalOptions } from './identities/renew-certificate';
export { walletFile, type WalletFileOptions } from './identities/wallet-file';
export { tlsFiles, type TlsOptions } from './identities/tls-files';
export { createArchive, type ArchiveFiles } from './packaging/archive';
export { ccaasPackage, type CcaasPackageOptions } from './packaging/ccaas-package';
export {
  type ChaincodePackage,
  type ChaincodePackageOptions,
  packageChaincode,
  readPackage,
} from './packaging/chaincode-package';
export { assertStateDbIndex } from './packaging/statedb-index';
export { InvalidChaincodePackageError } from './packaging/package-errors';
export { assertPackageLabel, packageId } from './packaging/package-label';
export type { HandshakeOptions, TlsEndpoint } from './chaincode-server/connect-tls';
export { IdleSession } from './chaincode-server/idle-session';
export { proveRegistration, type RegistrationOptions } from './chaincode-server/prove-registration';
export { ChaincodeNotRegisteredError, type RegistrationFailure } from './chaincode-server/registration-error';
export type { CallOptions } from './network/call-options';
export { FabricConnection, type NodeEndpoint } from './network/connection';
export {
  AccessDeniedError,
  CallTimeoutError,
  LedgerEntryNotFoundError,
  ProposalRefusedError,
  ProtocolError,
  RemoteCallError,
  TlsRefusedError,
  UnreachableError,
} from './network/errors';
export {
  ChaincodeNotInitializedError,
  ChaincodeUnavailableError,
  EndorsementRefusedError,
  EndorsementsDifferError,
  EndorsersUnavailableError,
  type InvalidTransaction,
  OrdererNotJoinedError,
  OrdererRefusedError,
  OrderingUnavailableError,
  type Refusal,
  TransactionInvalidError,
} from './network/transaction-errors';
export { ParticipationError } from './network/participation-errors';
export type { MutualTls } from './network/https-exchange';
export {
  type ChannelParticipation,
  ParticipationClient,
  type ParticipationClientOptions,
} from './network/participation-client';
export { type ChannelInfo, type ClientOptions, connectPeer, PeerClient, type Query } from './network/peer-client';
export { type Snapshot, SnapshotClient } from './network/snapshot-client';
export { connectOrderer, OrdererClient } from './network/orderer-client';
export type { SeekPosition } from './network/seek';
export {
  type ChaincodeEventsOptions,
  type CommittedChaincodeEvent,
  connectGateway,
  GatewayClient,
  type InvocationRequest,
  type SubmitOptions,
  type SubmitResult,
} from './network/gateway-client';
export { type BlockEventsOptions, type BlockSource, followBlocks } from './network/block-events';
export { type EndorsedTransaction, endorseOn } from './network/endorse';
export {
  type EndorsementDifference,
  endorsementDifferences,
  type NamedEndorser,
} from './network/endorsement-differences';
export {
  type DiscoveredConfig,
  type DiscoveredPeer,
  DiscoveryClient,
  type EndorsementPlan,
} from './network/discovery-client';
export { INIT_DONE } from './network/gateway-errors';
export { retrying } from './network/retry';
export { waitForEndorsers, waitForHeight, waitForTransaction } from './network/waits';
export type {
  ApprovedDefinition,
  ChaincodeDefinition,
  CollectionDefinition,
  CommittedDefinition,
  EndorsementPolicy,
  StoredDefinition,
} from './lifecycle/chaincode-definition';
export {
  type ChaincodeReference,
  type CommitReadiness,
  type InstalledChaincode,
  LifecycleClient,
} from './lifecycle/lifecycle-client';
export { sameDefinition } from './lifecycle/same-definition';
export type { Block, BlockHeader, BlockMetadata, MetadataSignature, RaftMetadata } from './blocks/block';
export { InvalidBlockError } from './blocks/block-errors';
export { blockHash, type HashedHeader } from './blocks/block-hash';
export { type BinaryJson, type BlockJson, blockToJson, type JsonForm, toJson } from './blocks/block-json';
export type {
  ConfigContent,
  ConfigElement,
  ConfigSignature,
  ConfigUpdateContent,
  SignedConfigUpdate,
} from './blocks/config-content';
export { decodeBlock } from './blocks/decode-block';
export { decodeTransaction } from './blocks/decode-transaction';
export { type ReadConflict, readConflictIn } from './blocks/read-conflict';
export type {
  ChaincodeAction,
  ChaincodeId,
  ChaincodeInvocation,
  ChaincodeResponse,
  Endorsement,
  EndorserContent,
  LifecycleCall,
  TransactionEvent,
} from './blocks/endorser-content';
export type { Identity } from './blocks/identity';
export type {
  CollectionReadWriteSet,
  HashedMetadataWrite,
  HashedRead,
  HashedWrite,
  KeyRead,
  KeyWrite,
  MetadataEntry,
  MetadataWrite,
  NamespaceReadWriteSet,
  RangeQuery,
  RangeQueryResult,
  Version,
} from './blocks/read-write-set';
export type {
  OrdererTransactionContent,
  OtherContent,
  Transaction,
  TransactionContent,
  UndecodableContent,
} from './blocks/transaction';
export * from './config/definition/channel-definition';
export {
  DEFAULT_APPLICATION_POLICIES,
  DEFAULT_BATCH_SETTINGS,
  DEFAULT_CAPABILITIES,
  DEFAULT_CHANNEL_POLICIES,
  DEFAULT_ORDERER_POLICIES,
  DEFAULT_RAFT_OPTIONS,
  defaultApplicationOrganizationPolicies,
  defaultOrdererOrganizationPolicies,
} from './config/definition/channel-defaults';
export { ChannelDefinitionError, type ChannelDefinitionProblem } from './config/definition/channel-definition-error';
export { type ChannelWarning, type ChannelWarningCode, channelWarnings } from './config/definition/channel-warnings';
export { checkChannelDefinition } from './config/checks/check-channel-definition';
export { isChannelName, isConfigName } from './config/checks/check-names';
export {
  type ChannelConfig,
  configFromBlock,
  isConfigBlock,
  lastConfigIndex,
  NotAConfigBlockError,
} from './config/genesis/config-block';
export { ConfigEditError } from './config/edits/config-edit-error';
export { configFromJson, configToJson, configUpdateFromJson, configUpdateToJson } from './config/json/config-json';
export { GroupKey, PolicyKey, ValueKey } from './config/groups/config-keys';
export { type ChannelSection, policyPaths } from './config/groups/config-lookup';
export { computeConfigUpdate, EmptyConfigError, NoConfigDifferenceError } from './config/update/config-update';
export { ChannelPolicies } from './config/description/channel-policies';
export {
  type ChannelDescription,
  describeChannel,
  type OrganizationDescription,
  type PolicyDescription,
} from './config/description/describe-channel';
export {
  addConsenter,
  removeConsenter,
  setBatchSettings,
  setConsensusState,
  setConsenters,
  setRaftOptions,
} from './config/edits/edit-orderer';
export {
  addApplicationOrganization,
  addOrdererOrganization,
  removeApplicationOrganization,
  removeOrdererOrganization,
  setAnchorPeers,
  setOrdererEndpoints,
  setOrganizationMsp,
} from './config/edits/edit-organizations';
export { type PolicyPath, removePolicy, setAcl, setCapabilities, setPolicy } from './config/edits/edit-policies';
export { channelGenesisBlock, type GenesisBlockOptions } from './config/genesis/genesis-block';
export { ConfigJsonError } from './config/json/config-json-error';
export type { JsonObject, JsonValue } from './config/json/json-value';
export {
  configUpdateEnvelope,
  type ConfigUpdateEnvelopeOptions,
  type ConfigUpdateInput,
  signConfigUpdate,
} from './config/update/sign-config-update';
export {
  endorsementPolicyText,
  type EndorsementPolicyText,
  parseEndorsementPolicy,
  signaturePolicyBytes,
  signaturePolicyText,
  toEndorsementPolicy,
} from './policies/endorsement-policy';
export { evaluatePolicy, type SigningPrincipal } from './policies/evaluate-policy';
export { formatPolicy } from './policies/format-policy';
export {
  formatImplicitMetaPolicy,
  fromImplicitMetaMessage,
  type ImplicitMetaExpression,
  type ImplicitMetaRule,
  ImplicitMetaSyntaxError,
  implicitMetaThreshold,
  parseImplicitMetaPolicy,
  toImplicitMetaMessage,
} from './policies/implicit-meta-policy';
export { parsePolicy } from './policies/parse-policy';
export { PolicyNotExpressibleError, PolicySyntaxError } from './policies/policy-error';
export {
  gateOf,
  gateThreshold,
  isOrOfPrincipals,
  POLICY_ROLES,
  type PolicyExpression,
  type PolicyGate,
  policyMspIds,
  type PolicyPrincipal,
  type PolicyRole,
} from './policies/policy-expression';
export { fromSignaturePolicyEnvelope, toSignaturePolicyEnvelope } from './policies/signature-policy';
