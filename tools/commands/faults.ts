import { parseArgs } from 'node:util';
import { test } from './test.ts';

/** Runs only the test stage that kills processes; `--all` kills every process at every possible point. */
export function faults(args: readonly string[]) {
  const { values } = parseArgs({ args: [...args], options: { all: { type: 'boolean' } } });
  if (values.all) process.env['HEDDLE_FAULTS_ALL'] = '1';
  return test(['--stage', 'faults']);
}
