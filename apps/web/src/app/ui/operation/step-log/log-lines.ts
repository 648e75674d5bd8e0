import type { OperationEvent } from '@heddle/contracts';

/** One event of a step as a numbered line of its log; numbers begin with 1 and never change. */
export interface LogLine {
  number: number;
  event: OperationEvent;
}

/** Where an address such as `#build:L120` points to. */
export interface LinkedLine {
  step: string;
  line: number;
}

export function linkedLine(fragment: string): LinkedLine | null {
  const match = /^(.+):L(\d{1,7})$/.exec(fragment);
  if (match === null) return null;
  const [, step = '', line = ''] = match;
  return { step, line: Number(line) };
}

/** The lines with this text, in whatever case. */
export function linesWith(events: readonly OperationEvent[], search: string): LogLine[] {
  const wanted = search.trim().toLowerCase();
  const lines = events.map((event, index) => ({ number: index + 1, event }));
  return wanted === '' ? lines : lines.filter(({ event }) => event.message.toLowerCase().includes(wanted));
}

/** The whole log as a file: instant, level, words. */
export function logText(events: readonly OperationEvent[]): string {
  return events.map(({ at, level, message }) => `${at} ${level.padEnd(5)} ${message}\n`).join('');
}
