import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { firstSignIn } from './first-password.ts';

let data = '';
let file = '';
beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), 'heddle-first-'));
  mkdirSync(join(data, 'keys'));
  file = join(data, 'keys', 'first-admin-password');
  writeFileSync(file, 'abcdef-ghjkmn\n', { mode: 0o600 });
});
afterEach(() => {
  rmSync(data, { recursive: true });
});

describe('the first administrator’s password', () => {
  it('is printed once, and its file at every later start', () => {
    assert.deepEqual(firstSignIn(data, {}), [
      'Sign in as admin with the password abcdef-ghjkmn',
      `It is printed only once and kept in ${file}, readable only by its owner, until it is changed.`,
    ]);
    const kept = `Sign in as ada. The password is in ${file}, readable only by its owner, until it is changed.`;
    const later = [2, 3].map(() => firstSignIn(data, { HEDDLE_ADMIN_USERNAME: 'ada' }));
    assert.deepEqual(later, [[kept], [kept]]);
  });

  it('is not mentioned when it has been changed or was configured', () => {
    rmSync(file);
    assert.deepEqual(firstSignIn(data, {}), []);
  });
});
