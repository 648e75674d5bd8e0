import { parseArgs } from 'node:util';
import { test } from './test.mjs';

/**
 * Only the stage of `npm test` that sends the API what schemathesis generates; `--long` sends 20,000 requests and more.
 * @param {readonly string[]} args
 */
export function fuzz(args) {
  const { values } = parseArgs({ args: [...args], options: { long: { type: 'boolean' } } });
  if (values.long) process.env['HEDDLE_FUZZ_LONG'] = '1';
  return test(['--stage', 'fuzz']);
}
