/** One line of a log with the moment at which the container runtime took it. */
export interface TimedLine {
  /** Microseconds since 1970. */
  readonly micros: number;
  readonly text: string;
}

/**
 * Kubernetes keeps no byte offsets of a log, but the nanosecond of each line. A position is the microsecond of a line,
 * counted from 2024 so that there is room in a safe integer for how many lines of that microsecond were read.
 */
const EPOCH_MICROS = Date.UTC(2024) * 1_000;
const PLACES = 8;

const TIMESTAMP = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d+))?(Z|[+-]\d\d:\d\d) ?/;

/** A reader's position: `seen` lines of the microsecond were read, and all before it. */
export interface LogPlace {
  readonly micros: number;
  readonly seen: number;
}

export function placeOf(position: number): LogPlace {
  if (position <= 0) return { micros: 0, seen: 0 };
  return { micros: EPOCH_MICROS + Math.floor(position / PLACES), seen: position % PLACES };
}

export function positionOf({ micros, seen }: LogPlace): number {
  if (micros < EPOCH_MICROS) return 0;
  const full = seen >= PLACES;
  return (micros - EPOCH_MICROS + (full ? 1 : 0)) * PLACES + (full ? 0 : seen);
}

/** Splits the timestamp off a line (`timestamps=true`); a line without one has the time of the line before. */
export function parseLine(line: string, before: number): TimedLine {
  const [prefix, seconds = '', fraction = '', zone = ''] = TIMESTAMP.exec(line) ?? [];
  if (prefix === undefined) return { micros: before, text: line };
  const micros = Date.parse(`${seconds}${zone}`) * 1_000 + Number(fraction.padEnd(6, '0').slice(0, 6));
  return { micros, text: line.slice(prefix.length) };
}

/** The lines that a reader at this position has not read yet; `lines` in order of time. */
export function unread(lines: readonly TimedLine[], { micros, seen }: LogPlace): TimedLine[] {
  const from = lines.findIndex((line) => line.micros >= micros);
  if (from < 0) return [];
  const same = lines.slice(from).filter((line) => line.micros === micros).length;
  return lines.slice(from + Math.min(seen, same));
}

/** The position of a reader that has read these lines, starting at a position. */
export function placeAfter(lines: readonly TimedLine[], start: LogPlace): LogPlace {
  const last = lines.at(-1);
  if (last === undefined) return start;
  const same = lines.filter(({ micros }) => micros === last.micros).length;
  return { micros: last.micros, seen: same + (last.micros === start.micros ? start.seen : 0) };
}
