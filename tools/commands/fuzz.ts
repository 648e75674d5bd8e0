import { parseArgs } from 'node:util';
import { test } from './test.ts';

/**
 * Only the stage of `npm test` that sends the API what schemathesis generates; `--long` sends 20,000 requests and more.
 */
export function fuzz(args: readonly string[]) {
  const { values } = parseArgs({ args: [...args], options: { long: { type: 'boolean' } } });
  if (values.long) process.env['HEDDLE_FUZZ_LONG'] = '1';
  return test(['--stage', 'fuzz']);
}
