interface Sample {
  readonly cpuSeconds: number;
  /** Monotonic, in milliseconds. */
  readonly at: number;
  readonly percent: number | null;
}

/** Minimum time between two observations: the kernel counts CPU time in hundredths of a second. */
const SHORTEST_MS = 200;
/** Maximum number of remembered process ids. */
const CAPACITY = 4_096;

/** Converts CPU time to a share of one core between two observations. */
export class CpuMeter {
  readonly #samples = new Map<number, Sample>();

  constructor(private readonly now: () => number = () => performance.now()) {}

  /** Percent of one core since the previous call for this process; null at the first call. */
  percent(pid: number, cpuSeconds: number): number | null {
    const at = this.now();
    const before = this.#samples.get(pid);
    if (before !== undefined && at - before.at < SHORTEST_MS) return before.percent;
    const percent = before === undefined || cpuSeconds < before.cpuSeconds ? null : share(before, { cpuSeconds, at });
    this.#samples.delete(pid);
    this.#samples.set(pid, { cpuSeconds, at, percent });
    const oldest = this.#samples.keys().next().value;
    if (this.#samples.size > CAPACITY && oldest !== undefined) this.#samples.delete(oldest);
    return percent;
  }
}

function share(before: Sample, after: Omit<Sample, 'percent'>): number {
  const percent = ((after.cpuSeconds - before.cpuSeconds) / ((after.at - before.at) / 1000)) * 100;
  return Math.round(percent * 10) / 10;
}
