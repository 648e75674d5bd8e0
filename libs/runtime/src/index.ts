export { RuntimeError, type RuntimeErrorOptions } from './runtime-error';
export * from './bounded-lines';
export * from './build-errors';
export { buildFailure } from './chaincode/build-failure';
export * from './chaincode/build-phases';
export * from './chaincode/build-progress';
export * from './chaincode/build-record';
export * from './chaincode/builders';
export { checkProduce } from './chaincode/check-produce';
export * from './chaincode/language-builder';
export * from './chaincode/output-bounds';
export { ToolOutput } from './chaincode/tool-output';
export * from './dependencies/dependency-errors';
export {
  othersOf,
  startByLevel,
  startLevels,
  stopLevels,
  type Dependent,
  type OtherNode,
} from './dependencies/start-order';
export { eachOf } from './each-of';
export * from './errors';
export type * from './driver';
export { isTooOld, type Freshness } from './freshness';
export { inParallel } from './in-parallel';
export { poll, retry } from './retry';
export { putLogSpec } from './operations/log-spec';
export { nodeMetrics, parseBlockHeights } from './operations/node-metrics';
export {
  monitoringTls,
  type OperationsAccess,
  type OperationsAccessOf,
  type OperationsTls,
} from './operations/operations-access';
export { readOperations, type OperationsAnswer, type OperationsRequest } from './operations/read-operations';
export type { PortLease, PortLeases } from './port-leases';
export { runtimeContract, type ContractChain, type RuntimeHarness } from './contract/runtime-contract';
