import { BuildBoundError, OutputCount, type PassedBound, type ToolOutcome } from '@heddle/runtime';
import type { BuildBounds, ChaincodeSandbox } from '../sandbox/chaincode-sandbox';
import { processBound } from './process-bounds';

/** Limits on the total output and duration of all tools of one build. */
export class BuildBudget {
  readonly output: OutputCount;
  readonly #bounds: BuildBounds;
  readonly #unsandboxed: boolean;
  readonly #deadline: number;
  #late = false;

  constructor({ build: bounds, unsandboxed }: Pick<ChaincodeSandbox, 'build' | 'unsandboxed'>) {
    this.output = new OutputCount(bounds);
    this.#bounds = bounds;
    this.#unsandboxed = unsandboxed;
    this.#deadline = performance.now() + bounds.minutes * 60_000;
  }

  /** Milliseconds until the build exceeds its time limit. */
  get timeLeft(): number {
    return Math.max(0, this.#deadline - performance.now());
  }

  timeOut(): void {
    this.#late = true;
  }

  /**
   * The error of a tool that exceeded a limit of the build, or whose processes did; undefined for any other failure.
   */
  errorOf(what: string, outcome: ToolOutcome): BuildBoundError | undefined {
    const passed = this.output.passed ?? this.#passedTime() ?? this.#passedByProcess(outcome);
    return passed === undefined ? undefined : new BuildBoundError(what, { ...passed, lines: outcome.lines });
  }

  #passedTime(): PassedBound | undefined {
    return this.#late ? { bound: `${this.#bounds.minutes} minutes`, setting: 'HEDDLE_BUILD_MINUTES' } : undefined;
  }

  #passedByProcess(outcome: ToolOutcome): PassedBound | undefined {
    // Without a sandbox there are no process limits.
    return outcome.exitCode === 0 || this.#unsandboxed ? undefined : processBound(outcome, this.#bounds);
  }
}
