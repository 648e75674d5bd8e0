export { createLocalRuntime, type LocalRuntimeOptions } from './local-runtime';
export { stopAll, type StopAllOptions } from './stop-all';
export {
  DEFAULT_SANDBOX,
  type BuildBounds,
  type ChaincodeSandbox,
  type ProcessBounds,
} from './sandbox/chaincode-sandbox';
export { sandboxPrograms } from './sandbox/sandbox-program';
