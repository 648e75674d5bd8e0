import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { it } from 'node:test';
import { processEnvironments, processParents } from './process-table.ts';

it('the process table contains a running process with its environment and its parent, and not one that has ended', async () => {
  const env = { ...process.env, HEDDLE_TABLE: 'spec' };
  const child = spawn(process.execPath, ['-e', 'console.log("up"); process.stdin.resume()'], { env });
  const ended = once(child, 'exit');
  await once(child.stdout, 'data');
  const variablesOf = () => processEnvironments().find(({ pid }) => pid === child.pid)?.variables;
  assert.ok(variablesOf()?.includes('HEDDLE_TABLE=spec'));
  assert.equal(processParents().get(Number(child.pid)), process.pid);
  child.stdin.end();
  await ended;
  assert.equal(variablesOf(), undefined);
  assert.equal(processParents().has(Number(child.pid)), false);
});
