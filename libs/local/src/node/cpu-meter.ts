interface Sample {
  readonly cpuSeconds: number;
  /** Monotonic, in milliseconds. */
  readonly at: number;
  readonly percent: number | null;
}

/** Two looks that are closer than this say nothing: the kernel counts processor time in hundredths of a second. */
const SHORTEST_MS = 200;
/** Process ids that are remembered at most. */
const CAPACITY = 4_096;

/** Turns processor time into a share of one core between two observations. */
export class CpuMeter {
  readonly #samples = new Map<number, Sample>();

  constructor(private readonly now: () => number = () => performance.now()) {}

  /** Percent of one core since the last call for this process; null at the first. */
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
