import { BuildBoundError, type ToolOutcome } from '@heddle/runtime';
import type { BuildBounds } from '../sandbox/chaincode-sandbox';
import { processBound } from './process-bounds';

const BYTES_PER_MIB = 1_048_576;

/** The bound that a build has passed, and the setting that moves it. */
export interface PassedBound {
  readonly bound: string;
  readonly setting: string;
}

/** What all tools of one build may say together, and how long they may take. */
export class BuildBudget {
  readonly #bounds: BuildBounds;
  readonly #deadline: number;
  #lines = 0;
  #bytes = 0;
  #passed: PassedBound | undefined;

  constructor(bounds: BuildBounds) {
    this.#bounds = bounds;
    this.#deadline = performance.now() + bounds.minutes * 60_000;
  }

  get passed(): PassedBound | undefined {
    return this.#passed;
  }

  /** Milliseconds until the build has taken too long. */
  get timeLeft(): number {
    return Math.max(0, this.#deadline - performance.now());
  }

  /** Bytes came, of a whole line or not: output without a line break counts as well. */
  takeBytes(count: number): void {
    this.#bytes += count;
    const { outputMib } = this.#bounds;
    if (this.#bytes > outputMib * BYTES_PER_MIB) this.#pass(`${outputMib} MiB of output`, 'HEDDLE_BUILD_OUTPUT_MIB');
  }

  takeLine(): void {
    this.#lines += 1;
    const { lines } = this.#bounds;
    if (this.#lines > lines) this.#pass(`${lines} lines of output`, 'HEDDLE_BUILD_OUTPUT_LINES');
  }

  timeOut(): void {
    this.#pass(`${this.#bounds.minutes} minutes`, 'HEDDLE_BUILD_MINUTES');
  }

  /** The error of a tool that passed a bound of the build, or failed by one of its processes; undefined for any other. */
  errorOf(what: string, outcome: ToolOutcome): BuildBoundError | undefined {
    const { exitCode, lines } = outcome;
    const passed = this.#passed ?? (exitCode === 0 ? undefined : processBound(outcome, this.#bounds));
    return passed === undefined ? undefined : new BuildBoundError(what, { ...passed, lines });
  }

  #pass(bound: string, setting: string): void {
    this.#passed ??= { bound, setting };
  }
}
