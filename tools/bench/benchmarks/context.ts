import type { Outcome } from '../lib/result.ts';

export interface Context {
  /** Environment in which Fabric, Go and Redis are found. */
  readonly env: NodeJS.ProcessEnv;
  /** Number of measurements of each side. */
  readonly rounds: number;
  /** Length of the ledger that `scale-out` copies. */
  readonly blocks: number;
  /** Ends every wait. */
  readonly signal: AbortSignal;
  readonly print: (line: string) => void;
}

export type Run = (context: Context) => Promise<Outcome>;
