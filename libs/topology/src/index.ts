export * from './workload';
export * from './workload-input';
export { portOf } from './ports';
export { fillPlaceholders, type PlaceholderValues } from './placeholders';
export { patchSampleConfig } from './sample-config';
export { organizationsOf, type PlannedOrganization } from './organizations';
export { CHAINCODE_PORTS, ORDERER_PORTS, PEER_PORTS, planNodes, type PlannedNode } from './nodes';
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
  type ProfileNode,
} from './connection-profile';
