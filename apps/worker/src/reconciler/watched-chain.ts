import type { ActiveChain, ObservedChain } from '@heddle/data';

/** A chain as one round of the reconciler has read it. */
export type WatchedChain = ObservedChain<ActiveChain>;
