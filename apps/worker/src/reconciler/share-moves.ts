/** Number of parts into which the chains of an installation are divided. */
export const SHARES = 64;

/** The share of a chain: chain ids are random. */
export const shareOf = (chainId: string): number => Number.parseInt(chainId.slice(0, 8), 16) % SHARES;

export interface Holdings {
  /** Owners of the shares that are held, by share. */
  readonly owners: ReadonlyMap<number, string>;
  /** Workers that are alive. */
  readonly workers: ReadonlySet<string>;
  /** Shares in which a chain is being reconciled; they are not given away. */
  readonly busy: ReadonlySet<number>;
}

export interface ShareMoves {
  readonly keep: readonly number[];
  readonly release: readonly number[];
  /** Free shares to acquire. Another worker may be faster. */
  readonly take: readonly number[];
}

/**
 * What a worker does so that the shares are divided evenly: it gives away what exceeds its part and takes free ones up
 * to its part. Shares move only to a worker that joined, and from one that left.
 */
export function shareMoves(owner: string, { owners, workers, busy }: Holdings): ShareMoves {
  const part = Math.ceil(SHARES / new Set([...workers, owner]).size);
  const all = Array.from({ length: SHARES }, (_, share) => share);
  const mine = all.filter((share) => owners.get(share) === owner);
  const release = mine.filter((share) => !busy.has(share)).slice(0, Math.max(0, mine.length - part));
  const keep = mine.filter((share) => !release.includes(share));
  const free = all.filter((share) => !owners.has(share));
  return { keep, release, take: free.slice(0, Math.max(0, part - keep.length)) };
}
