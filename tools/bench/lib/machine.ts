import { readFileSync } from 'node:fs';
import { arch, availableParallelism, cpus, loadavg, totalmem } from 'node:os';

/** The machine that a figure was measured on. Do not compare figures of different machines. */
export interface Machine {
  readonly system: string;
  readonly processor: string;
  readonly cores: number;
  readonly memoryGiB: number;
  readonly node: string;
  /** When the run ended, ISO 8601. */
  readonly at: string;
  /** One-minute load averages; the second includes the run's own work. */
  readonly load: { readonly before: number; readonly after: number };
}

/** Returns a function to call after the run. */
export function machineBefore(): () => Machine {
  const before = load();
  return () => ({
    system: `${systemName()} ${arch()}`,
    processor: cpus()[0]?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    node: process.version,
    at: new Date().toISOString(),
    load: { before, after: load() },
  });
}

function load(): number {
  return Math.round((loadavg()[0] ?? 0) * 100) / 100;
}

function systemName(): string {
  if (process.platform !== 'linux') return process.platform;
  const text = readFileSync('/etc/os-release', 'utf8');
  return /^PRETTY_NAME="?([^"\n]+)/m.exec(text)?.[1] ?? 'Linux';
}
