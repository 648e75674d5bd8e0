import { readFileSync } from 'node:fs';
import { arch, availableParallelism, cpus, loadavg, totalmem } from 'node:os';

/**
 * The machine that a figure was measured on. Do not compare figures of different machines.
 * @typedef {object} Machine
 * @property {string} system
 * @property {string} processor
 * @property {number} cores
 * @property {number} memoryGiB
 * @property {string} node
 * @property {string} at when the run ended, ISO 8601
 * @property {{ before: number, after: number }} load one-minute load averages; the second includes the run's own work
 */

/** @returns {() => Machine} call it after the run */
export function machineBefore() {
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

function load() {
  return Math.round((loadavg()[0] ?? 0) * 100) / 100;
}

function systemName() {
  if (process.platform !== 'linux') return process.platform;
  const text = readFileSync('/etc/os-release', 'utf8');
  return /^PRETTY_NAME="?([^"\n]+)/m.exec(text)?.[1] ?? 'Linux';
}
