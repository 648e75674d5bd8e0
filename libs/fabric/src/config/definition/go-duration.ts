/** Nanoseconds in each unit that Go's time.ParseDuration knows. */
const UNITS: Readonly<Record<string, bigint>> = {
  ns: 1n,
  us: 1_000n,
  µs: 1_000n,
  μs: 1_000n,
  ms: 1_000_000n,
  s: 1_000_000_000n,
  m: 60_000_000_000n,
  h: 3_600_000_000_000n,
};
const DURATION = /^(?:\d+(?:\.\d+)?(?:ns|us|µs|μs|ms|s|m|h))+$/;
const PART = /(\d+)(?:\.(\d+))?(ns|us|µs|μs|ms|s|m|h)/g;
const MAX_NANOSECONDS = 2n ** 63n - 1n;

/** Nanoseconds of a positive Go duration (`1m30s`, `500ms`), or undefined for anything else. */
export function parseGoDuration(text: string): bigint | undefined {
  if (!DURATION.test(text)) return undefined;
  let total = 0n;
  for (const [, whole = '0', fraction = '', unit = 'ns'] of text.matchAll(PART)) {
    const scale = UNITS[unit] ?? 1n;
    total += BigInt(whole) * scale + (BigInt(fraction || '0') * scale) / 10n ** BigInt(fraction.length);
  }
  return total > 0n && total <= MAX_NANOSECONDS ? total : undefined;
}

/** A duration as Go prints it (`2000ms` becomes `2s`, `90s` `1m30s`); other text is returned unchanged. */
export function canonicalGoDuration(text: string): string {
  const nanoseconds = parseGoDuration(text);
  return nanoseconds === undefined ? text : formatNanoseconds(nanoseconds);
}

function formatNanoseconds(nanoseconds: bigint): string {
  if (nanoseconds < 1_000n) return `${nanoseconds.toString()}ns`;
  if (nanoseconds < 1_000_000n) return `${decimal(nanoseconds, 3)}µs`;
  if (nanoseconds < 1_000_000_000n) return `${decimal(nanoseconds, 6)}ms`;
  const seconds = `${decimal(nanoseconds % 60_000_000_000n, 9)}s`;
  const minutes = nanoseconds / 60_000_000_000n;
  if (minutes === 0n) return seconds;
  return minutes < 60n
    ? `${minutes.toString()}m${seconds}`
    : `${(minutes / 60n).toString()}h${(minutes % 60n).toString()}m${seconds}`;
}

/** `value / 10^digits` without trailing zeros. */
function decimal(value: bigint, digits: number): string {
  const text = value.toString().padStart(digits + 1, '0');
  const fraction = text.slice(-digits).replace(/0+$/, '');
  return fraction ? `${text.slice(0, -digits)}.${fraction}` : text.slice(0, -digits);
}
