import { BuildBoundError, OutputCount, type PassedBound, type ToolOutcome } from '@heddle/runtime';
import type { BuildBounds, ChaincodeSandbox } from '../sandbox/chaincode-sandbox';
import { processBound } from './process-bounds';

/** What all tools of one build may say together, and how long they may take. */
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

  /** Milliseconds until the build has taken too long. */
  get timeLeft(): number {
    return Math.max(0, this.#deadline - performance.now());
  }

  timeOut(): void {
    this.#late = true;
  }

  /** The error of a tool that passed a bound of the build, or failed by one of its processes; undefined for any other. */
  errorOf(what: string, outcome: ToolOutcome): BuildBoundError | undefined {
    const passed = this.output.passed ?? this.#passedTime() ?? this.#passedByProcess(outcome);
    return passed === undefined ? undefined : new BuildBoundError(what, { ...passed, lines: outcome.lines });
  }

  #passedTime(): PassedBound | undefined {
    return this.#late ? { bound: `${this.#bounds.minutes} minutes`, setting: 'HEDDLE_BUILD_MINUTES' } : undefined;
  }

  #passedByProcess(outcome: ToolOutcome): PassedBound | undefined {
    // Without a sandbox its processes have none.
    return outcome.exitCode === 0 || this.#unsandboxed ? undefined : processBound(outcome, this.#bounds);
  }
}
