import type { Language } from '@heddle/contracts';

/** What a command of a build is for; `collect` is what Heddle does after the last one. */
export const BUILD_PHASES = ['check', 'dependencies', 'compile', 'prune', 'collect'] as const;
export type BuildPhase = (typeof BUILD_PHASES)[number];

/**
 * Seconds of each phase by language: how the progress of a build is shared out. Measured with empty caches on two busy
 * cores: Go by `samples/asset-transfer-go`, Node.js by `samples/asset-transfer`, Java by the Maven project of
 * `libs/testing/fixtures/java-chaincode`, whose one command fetches and compiles. A wrapper's download and phases of at
 * most a second are estimates. With full caches all phases are shorter.
 */
export const PHASE_SECONDS: Readonly<Record<Language, Readonly<Record<BuildPhase, number>>>> = {
  go: { check: 0.1, dependencies: 4.5, compile: 46, prune: 0.1, collect: 0.1 },
  node: { check: 0.1, dependencies: 22, compile: 6.4, prune: 1.6, collect: 0.5 },
  java: { check: 1, dependencies: 10, compile: 76, prune: 0.1, collect: 0.2 },
};
