/** One private input as it is typed. */
export interface TransientRow {
  readonly key: string;
  readonly value: string;
}

/** Who signs and endorses a call, and its private input. Nothing of it is kept. */
export interface CallOptions {
  readonly transient: readonly TransientRow[];
  /** Whose user signs; null for the first organization of the channel. */
  readonly organization: string | null;
  /** Whose peers endorse; none for those that the policy needs. */
  readonly endorsing: readonly string[];
}

export const noOptions: CallOptions = { transient: [], organization: null, endorsing: [] };

/** Private input by key; null when a key is missing or occurs twice. Rows that were left empty do not count. */
export function transientOf(rows: readonly TransientRow[]): Record<string, string> | null {
  const filled = rows.filter(({ key, value }) => key !== '' || value !== '');
  const keys = new Set(filled.map(({ key }) => key));
  if (keys.has('') || keys.size < filled.length) return null;
  return Object.fromEntries(filled.map(({ key, value }) => [key, value]));
}

/** How many of the channel's organizations its default policy needs: more than half of them. */
export const majorityOf = (organizations: number): number => Math.floor(organizations / 2) + 1;
