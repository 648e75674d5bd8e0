export { RuntimeError, type RuntimeErrorOptions } from './runtime-error';
export * from './build-errors';
export * from './chaincode/build-record';
export * from './chaincode/builders';
export * from './chaincode/language-builder';
export * from './errors';
export type * from './driver';
export type { PortLease, PortLeases } from './port-leases';
export { runtimeContract, type ContractChain, type RuntimeHarness } from './contract/runtime-contract';
