const UNITS: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
];

/** `3 minutes ago`, `in 2 days`; within a minute of now the whole minute counts as now. */
export function relativeTime(at: number, now: number, locale: string): string {
  const seconds = Math.round((at - now) / 1_000);
  const format = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  const unit = UNITS.find(([, size]) => Math.abs(seconds) >= size);
  return unit === undefined ? format.format(0, 'second') : format.format(Math.trunc(seconds / unit[1]), unit[0]);
}

/** `14:05`; another day than today's comes with its date. */
export function timeOfDay(at: number, now: number, locale: string): string {
  const today = new Date(at).toDateString() === new Date(now).toDateString();
  const date = today ? {} : ({ dateStyle: 'medium' } as const);
  return new Intl.DateTimeFormat(locale, { ...date, timeStyle: 'short', hourCycle: 'h23' }).format(at);
}

/** `0.4 s`, `12 s`, `2 min 5 s`, `1 h 4 min` in the locale's own units. */
export function duration(milliseconds: number, locale: string): string {
  const seconds = Math.max(0, milliseconds) / 1_000;
  if (seconds < 10) return unit(Math.round(seconds * 10) / 10, 'second', locale);
  if (seconds < 60) return unit(Math.round(seconds), 'second', locale);
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${unit(minutes, 'minute', locale)} ${unit(Math.floor(seconds % 60), 'second', locale)}`;
  return `${unit(Math.floor(minutes / 60), 'hour', locale)} ${unit(minutes % 60, 'minute', locale)}`;
}

function unit(value: number, name: string, locale: string): string {
  return new Intl.NumberFormat(locale, { style: 'unit', unit: name, unitDisplay: 'narrow' }).format(value);
}

/** `5 MB`, in steps of 1024. */
export function bytes(value: number, locale: string): string {
  const names = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'];
  const step = value < 1 ? 0 : Math.min(names.length - 1, Math.floor(Math.log2(value) / 10));
  return new Intl.NumberFormat(locale, {
    style: 'unit',
    unit: names[step] ?? 'byte',
    unitDisplay: step === 0 ? 'long' : 'short',
    maximumFractionDigits: value / 1_024 ** step < 10 && step > 0 ? 1 : 0,
  }).format(value / 1_024 ** step);
}
