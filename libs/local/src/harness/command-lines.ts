import { readdir, readFile } from 'node:fs/promises';

/** Command lines of all processes of this machine, whatever their environment. */
export async function commandLines(): Promise<string[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  // The process has ended.
  const texts = pids.map((pid) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => ''));
  return (await Promise.all(texts)).map((text) => text.split('\0').join(' ').trim());
}
