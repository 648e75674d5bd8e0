import type { Language } from '@heddle/contracts';

/** What a command of a build is for; `collect` is what Heddle does after the last one. */
export const BUILD_PHASES = ['check', 'dependencies', 'compile', 'prune', 'collect'] as const;
export type BuildPhase = (typeof BUILD_PHASES)[number];

/**
 * Seconds of each phase by language: how the progress of a build is shared out. Measured with empty caches on two
 * cores, on `samples/asset-transfer-go`, `samples/asset-transfer` and `samples/meter-readings`; with full caches all
 * phases are shorter.
 */
export const PHASE_SECONDS: Readonly<Record<Language, Readonly<Record<BuildPhase, number>>>> = {
  go: { check: 0.1, dependencies: 5, compile: 60, prune: 0.1, collect: 0.1 },
  node: { check: 0.1, dependencies: 8, compile: 4, prune: 2, collect: 0.5 },
  java: { check: 1, dependencies: 8, compile: 25, prune: 0.1, collect: 0.2 },
};
