/** Limits on the total output of all tools of one build. */
export interface OutputBounds {
  readonly lines: number;
  readonly outputMib: number;
}

export const DEFAULT_OUTPUT_BOUNDS: OutputBounds = { lines: 20_000, outputMib: 16 };

/** The limit that a build exceeded, and the setting that changes it. */
export interface PassedBound {
  readonly bound: string;
  readonly setting: string;
}

const BYTES_PER_MIB = 1_048_576;

/** Counts the output of a build. */
export class OutputCount {
  #lines = 0;
  #bytes = 0;
  #passed: PassedBound | undefined;

  constructor(private readonly bounds: OutputBounds) {}

  get passed(): PassedBound | undefined {
    return this.#passed;
  }

  /** Counts bytes of complete and incomplete lines: output without a line break counts as well. */
  takeBytes(count: number): void {
    this.#bytes += count;
    const { outputMib } = this.bounds;
    if (this.#bytes <= outputMib * BYTES_PER_MIB) return;
    this.#passed ??= { bound: `${outputMib} MiB of output`, setting: 'HEDDLE_BUILD_OUTPUT_MIB' };
  }

  takeLine(): void {
    this.#lines += 1;
    const { lines } = this.bounds;
    if (this.#lines <= lines) return;
    this.#passed ??= { bound: `${lines} lines of output`, setting: 'HEDDLE_BUILD_OUTPUT_LINES' };
  }
}
