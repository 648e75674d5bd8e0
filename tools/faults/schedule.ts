import type { FaultPoint, Kind } from './points';

/** One chain from creation to release, with at most one kill in each of its operations. */
export interface Life {
  readonly create: FaultPoint | null;
  readonly channels: readonly (FaultPoint | null)[];
  readonly deploys: readonly (FaultPoint | null)[];
  readonly release: FaultPoint | null;
}

/** The maximum number of channels of a chain, and of chaincodes on the first of them. */
const PER_CHAIN = 2;

/** Distributes points over as few chains as possible. */
export function livesOf(points: readonly FaultPoint[]): Life[] {
  const of = (kind: Kind): FaultPoint[] => points.filter((point) => point.kind === kind);
  const creates = of('chain.create');
  const channels = of('channel.create');
  const deploys = of('chaincode.deploy');
  const releases = of('chain.release');
  const count = Math.max(
    creates.length,
    releases.length,
    Math.ceil(channels.length / PER_CHAIN),
    Math.ceil(deploys.length / PER_CHAIN),
  );
  return Array.from({ length: count }, (_, index) => {
    const share = (all: readonly FaultPoint[]): (FaultPoint | null)[] => {
      const own = all.filter((_point, position) => position % count === index);
      return own.length === 0 ? [null] : own;
    };
    return {
      create: creates[index] ?? null,
      channels: share(channels),
      deploys: share(deploys),
      release: releases[index] ?? null,
    };
  });
}
