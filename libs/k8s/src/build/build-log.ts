import {
  BuildBoundError,
  BuildProgress,
  CUT_MARK,
  DEFAULT_OUTPUT_BOUNDS,
  LONGEST_LINE,
  OutputCount,
  retry,
  ToolOutput,
} from '@heddle/runtime';
import type { ClusterContext } from '../cluster-context';
import { logLinesOf } from '../api-server/lines';
import { openStream } from '../api-server/read';
import { isLogAbsent, podLog, podLogPath } from '../observe/pod-log';
import type { BuildJob } from './build-job';
import type { RunBuildOptions } from './run-build';

const AGAIN_MS = 500;
/** Compilers may be silent for minutes. */
const SILENCE_MS = 600_000;
const CONTAINER = 'build';
const BYTES_PER_MIB = 1_048_576;

/** The output of a build's container, each line once, also when the connection breaks in between. */
export class BuildLog {
  readonly #kept = new ToolOutput();
  readonly #count: OutputCount;
  readonly #tooMuch = new AbortController();
  readonly #end = new AbortController();
  readonly #signal: AbortSignal;
  #pod: string | undefined;
  readonly #progress: BuildProgress;
  #taken = 0;
  #following: Promise<void> = Promise.resolve();

  constructor(
    private readonly context: ClusterContext,
    private readonly job: Pick<BuildJob, 'chainId' | 'language' | 'commands'>,
    private readonly options: RunBuildOptions,
  ) {
    const { signal, bounds = DEFAULT_OUTPUT_BOUNDS } = options;
    this.#count = new OutputCount(bounds);
    this.#progress = new BuildProgress({ ...job, report: options.report });
    this.#signal = signal === undefined ? this.#end.signal : AbortSignal.any([signal, this.#end.signal]);
  }

  get lines(): readonly string[] {
    return this.#kept.lines;
  }

  /** Progress of the build by its output, 0 to 1. */
  get done(): number {
    return this.#progress.done;
  }

  /** Aborted with a `BuildBoundError` when the output exceeds its bounds. */
  get tooMuch(): AbortSignal {
    return this.#tooMuch.signal;
  }

  /** Starts to deliver the pod's output; calling it again for the same pod changes nothing. */
  follow(pod: string): void {
    if (this.#pod === pod) return;
    this.#pod = pod;
    this.#taken = 0;
    this.#following = this.#stream(pod);
  }

  /** Delivers the remaining lines; the container of the pod has ended, perhaps before it was ever seen running. */
  async finish(pod: string): Promise<void> {
    this.close();
    await this.#following;
    if (this.#pod !== pod) this.#taken = 0;
    const { chainId } = this.job;
    const { outputMib } = this.options.bounds ?? DEFAULT_OUTPUT_BOUNDS;
    // One byte more than the bound, so that exceeding it is noticed.
    const query = { limitBytes: String(outputMib * BYTES_PER_MIB + 1) };
    const text = await podLog(this.context, { chainId, pod, container: CONTAINER, query });
    for (const line of text
      .split('\n')
      .filter((one) => one !== '')
      .slice(this.#taken))
      this.#take(line);
    this.#tooMuch.signal.throwIfAborted();
  }

  close(): void {
    this.#end.abort();
  }

  /** Until the container ends or the log is closed; {@link finish} reads what is missing then. */
  async #stream(pod: string): Promise<void> {
    const path = podLogPath({ chainId: this.job.chainId, pod });
    await retry(() => this.#pass(path), {
      pauseMs: AGAIN_MS,
      signal: this.#signal,
      isRetryable: (error) => !isLogAbsent(error),
    }).catch(() => undefined);
  }

  async #pass(path: string): Promise<void> {
    const query = { container: CONTAINER, follow: 'true' };
    const stream = await openStream(this.context, { path, query, signal: this.#signal, silenceMs: SILENCE_MS });
    let seen = 0;
    for await (const line of logLinesOf(stream)) {
      if (line === '') continue;
      seen += 1;
      if (seen > this.#taken) this.#take(line);
    }
  }

  #take(said: string): void {
    const coloured = said.length > LONGEST_LINE ? `${said.slice(0, LONGEST_LINE)}${CUT_MARK}` : said;
    this.#taken += 1;
    this.#count.takeLine();
    this.#count.takeBytes(Buffer.byteLength(said));
    const { passed } = this.#count;
    if (passed === undefined) {
      this.#progress.follow(said);
      if (!this.#progress.take(said)) this.options.log(this.#kept.take(coloured));
      return;
    }
    this.#tooMuch.abort(new BuildBoundError('The build', { ...passed, lines: this.lines }));
    this.close();
  }
}
