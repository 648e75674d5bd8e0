export { createLocalRuntime, type LocalRuntimeOptions } from './local-runtime';
export { stopAll, type StopAllOptions } from './stop-all';
export type { ResolvedProgram } from './node/node-record';
export { buildChaincode, type BuildChaincodeOptions, type ChaincodeBuild } from './chaincode/build-chaincode';
export { builtProgram } from './chaincode/built-chaincode';
export {
  DEFAULT_SANDBOX,
  type BuildBounds,
  type ChaincodeSandbox,
  type ProcessBounds,
} from './sandbox/chaincode-sandbox';
export { sandboxPrograms } from './sandbox/sandbox-program';
