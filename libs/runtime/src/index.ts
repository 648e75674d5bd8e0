export { RuntimeError, type RuntimeErrorOptions } from './runtime-error';
export * from './build-errors';
export * from './errors';
export type * from './driver';
export type { PortLease, PortLeases } from './port-leases';
export { runtimeContract, type ContractChain, type RuntimeHarness } from './contract/runtime-contract';
