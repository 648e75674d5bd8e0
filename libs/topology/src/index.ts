export * from './workload';
export * from './workload-input';
export { portOf } from './ports';
export {
  PROGRAM_RELEASES,
  PROGRAMS,
  type CatalogueProgram,
  type ProgramName,
  type ProgramRelease,
  type ReleaseName,
} from './program-catalogue';
export { SecretValue, splitEnvironment, type Environment, type EnvironmentValue } from './secret-value';
export { fillPlaceholders, type PlaceholderValues } from './placeholders';
export { patchSampleConfig } from './sample-config';
export { nodesOf, requestedInventory, type Inventory } from './inventory';
export {
  CHAINCODE_PORTS,
  ORDERER_PORTS,
  PEER_PORTS,
  planNode,
  type PlannedNode,
  type PlannedOrganization,
} from './nodes';
export { NODE_SETTINGS } from './node-settings';
export { gossipBootstrap } from './gossip-bootstrap';
export {
  APPLICATION_USER,
  planCertificates,
  planMonitoring,
  serverNameOf,
  serverNames,
  SHARED_SERVER_NAME,
  type PlannedCertificates,
  type PlannedIdentity,
  type PlannedMonitoring,
  type PlannedNodeCertificates,
  type PlannedUser,
} from './certificates';
export { planWorkloads, type ChainPlanInput } from './workloads';
export {
  chaincodeWorkload,
  planChaincodeServer,
  type ChaincodeServerNaming,
  type ChaincodeWorkloadInput,
  type PlannedChaincodeServer,
} from './chaincode-workload';
export {
  connectionProfile,
  connectionProfileYaml,
  type ConnectionProfile,
  type ConnectionProfileInput,
  type ProfileAccess,
} from './connection-profile';
