import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { lockHolder, tryLock, waitForLock } from './lock.mjs';
import { isAlive, ownIdentity } from './process-identity.mjs';

const MODULE = new URL('./lock.mjs', import.meta.url).href;

let folder = '';
let path = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'heddle-lock-'));
  path = join(folder, 'the.lock');
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

function child(script: string) {
  const args = ['--input-type=module', '-e', `import { tryLock, waitForLock } from '${MODULE}';\n${script}`, path];
  return spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] });
}

/** A process that holds the lock until it is killed. */
async function otherHolder() {
  const holder = child(`tryLock(process.argv[1], 'note'); console.log('held'); process.stdin.resume();`);
  await once(holder.stdout, 'data');
  return holder;
}

describe('a lock', () => {
  it('is refused to a second holder, who learns the first one’s process id and note', async () => {
    const holder = await otherHolder();
    const result = tryLock(path);
    holder.kill('SIGKILL');
    await once(holder, 'exit');
    assert.ok('holder' in result);
    assert.equal(result.holder.pid, holder.pid);
    assert.equal(result.holder.note, 'note');
  });

  it('is free again after release', () => {
    const first = tryLock(path);
    assert.ok('lock' in first);
    first.lock.release();
    assert.equal(lockHolder(path), undefined);
    assert.ok('lock' in tryLock(path));
  });

  it('of a killed process is taken over and leaves no other files', async () => {
    const holder = await otherHolder();
    holder.kill('SIGKILL');
    await once(holder, 'exit');
    assert.ok('lock' in tryLock(path));
    assert.deepEqual(readdirSync(folder), ['the.lock']);
  });

  it('is never held twice when many processes compete for a dead holder’s lock', async () => {
    const contest = `
      import { existsSync, writeFileSync, unlinkSync, appendFileSync } from 'node:fs';
      const path = process.argv[1];
      for (let round = 0; round < 15; round++) {
        const lock = await waitForLock(path, () => undefined);
        writeFileSync(path + '.inside', String(process.pid), { flag: 'wx' });
        unlinkSync(path + '.inside');
        appendFileSync(path + '.rounds', 'x');
        if (round === 14) process.kill(process.pid, 'SIGKILL');
        lock.release();
      }`;
    const holder = await otherHolder();
    holder.kill('SIGKILL');
    await once(holder, 'exit');
    const rivals = Array.from({ length: 4 }, () => child(contest));
    const ends = await Promise.all(rivals.map((rival) => once(rival, 'exit')));
    assert.deepEqual(
      ends.map(([, signal]) => signal as NodeJS.Signals),
      ['SIGKILL', 'SIGKILL', 'SIGKILL', 'SIGKILL'],
    );
    assert.equal(readFileSync(`${path}.rounds`, 'utf8').length, 60);
    assert.equal(existsSync(`${path}.inside`), false);
  });

  it('is waited for, and the wait is reported once', async () => {
    const holder = await otherHolder();
    let notices = 0;
    const waiting = waitForLock(path, () => {
      notices++;
      holder.kill('SIGKILL');
    });
    (await waiting).release();
    assert.equal(notices, 1);
  });
});

describe('the identity of a process', () => {
  it('is alive while the process runs, and not with another start time', () => {
    const own = ownIdentity();
    assert.equal(isAlive(own), true);
    assert.equal(isAlive({ ...own, started: 'earlier' }), false);
  });
});
