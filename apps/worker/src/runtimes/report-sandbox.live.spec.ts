import { loadSettings } from '@heddle/config';
import { pino } from 'pino';
import { reportSandbox } from './report-sandbox';

async function said(environment: Record<string, string>): Promise<string[]> {
  const lines: string[] = [];
  const log = pino({ level: 'warn' }, { write: (line) => lines.push(line) });
  await reportSandbox(loadSettings(environment), log);
  return lines;
}

it('logs nothing if the sandbox works', async () => {
  expect(await said({})).toEqual([]);
});

it('warns with the variable if the operator disabled it', async () => {
  expect(await said({ HEDDLE_UNSANDBOXED_CHAINCODE: '1' })).toEqual([
    expect.stringMatching(/HEDDLE_UNSANDBOXED_CHAINCODE.*without a sandbox/),
  ]);
});
