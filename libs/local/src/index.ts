export { createLocalRuntime, type LocalRuntimeOptions } from './local-runtime';
export { stopAll, type StopAllOptions } from './stop-all';
export type { ResolvedProgram } from './node/node-record';
export { buildChaincode, type BuildChaincodeOptions, type ChaincodeBuild } from './chaincode/build-chaincode';
export { builtProgram } from './chaincode/built-chaincode';
