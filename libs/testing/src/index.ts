export {
  SCRIPTED_SERVER,
  type ScriptedServer,
  type ScriptedServerOptions,
  type ServerBehaviour,
  type ServerTls,
  startScriptedServer,
} from './chaincode/scripted-server';
export { Child } from './fabric/child';
export { createTestChaincode, type TestChaincode } from './fabric/chaincode-server';
export {
  deployServed,
  deployTestChaincode,
  type ServedDeploymentOptions,
  type TestCall,
  type TestDeployment,
  type TestDeploymentOptions,
} from './fabric/deploy-chaincode';
export { FOREVER_MS } from './forever';
export { fabricHome, fabricProgram, type FabricProgram } from './fabric/fabric-home';
export { freePorts } from './fabric/free-ports';
export type { TestChannelOptions } from './fabric/test-genesis';
export { createTestIdentities, type NodeIdentity, type TestIdentities, writeFileTree } from './fabric/test-identities';
export { startTestNetwork, type TestNetwork, type TestNetworkOptions } from './fabric/test-network';
export { TestOrderer } from './fabric/test-orderer';
export { TestPeer } from './fabric/test-peer';
export { mariaDbDatabases, sqliteDatabases, type TestDatabases } from './database/test-database';
export { TestMariaDb } from './mariadb/test-mariadb';
export { TestRedis } from './redis/test-redis';
export type { TestOrganization } from './fabric/test-members';
