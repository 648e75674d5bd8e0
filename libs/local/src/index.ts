export { createLocalRuntime, type LocalRuntimeOptions } from './local-runtime';
export { stopAll, type StopAllOptions } from './stop-all';
export type { ResolvedProgram } from './node/node-record';
