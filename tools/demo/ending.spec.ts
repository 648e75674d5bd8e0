import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { ending } from './ending.ts';

let data = '';
beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), 'heddle-ending-'));
  mkdirSync(join(data, 'keys'));
  writeFileSync(join(data, 'keys', 'first-admin-password'), 'abcdef-ghjkmn\n');
});
afterEach(() => {
  rmSync(data, { recursive: true });
});

const chain = { id: 'c1', name: 'demo-1' };

const linesOf = (goesOn: boolean) =>
  ending(chain, { url: 'http://localhost:3000', data, goesOn, startsBy: 'npm start', runtime: 'local', env: {} });

describe('the end of the demo', () => {
  it('prints the address of the chain and the password while the instance is up', () => {
    const lines = linesOf(true);
    assert.equal(lines[0], 'Console:         http://localhost:3000/chains/c1');
    assert.ok(lines.includes('Sign in as admin with the password abcdef-ghjkmn'));
    assert.ok(lines.includes('Release it:      npm run demo -- --release-chain demo-1'));
  });

  it('names the command that starts a stopped instance before its address', () => {
    const lines = linesOf(false);
    assert.equal(lines[0], 'See the chain:   npm start');
    assert.match(lines[1] ?? '', /brings the chain back, and the console at http:\/\/localhost:3000\/chains\/c1/);
    assert.equal(
      lines.some((line) => line.startsWith('Console:')),
      false,
    );
  });
});
