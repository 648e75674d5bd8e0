import assert from 'node:assert/strict';
import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, beforeEach, describe, it } from 'node:test';
import { mustRun } from '../lib/run.mjs';
import { ensureWorking } from './working.ts';

const folder = mkdtempSync(join(tmpdir(), 'heddle-working-'));
after(() => {
  rmSync(folder, { recursive: true });
});

const program = join(folder, 'program');
const stamps = join(folder, 'stamps');
/** folders in which the check ran */
let checked: string[] = [];
beforeEach(() => {
  checked = [];
  rmSync(stamps, { recursive: true, force: true });
});

function programThat(script: string) {
  writeFileSync(program, `#!/bin/sh\n${script}\n`);
  chmodSync(program, 0o755);
}

const ensure = () =>
  ensureWorking(
    {
      name: 'Program',
      paths: [program],
      packages: [],
      check: async (scratch) => {
        checked.push(scratch);
        await mustRun(program, [], { remedy: 'Look.' });
      },
    },
    stamps,
  );

describe('a program that a stage needs', () => {
  it('is checked once, in a temporary folder, and again when its file has changed', async () => {
    programThat('exit 0');
    await ensure();
    await ensure();
    assert.equal(checked.length, 1);
    assert.equal(
      checked.some((scratch) => existsSync(scratch)),
      false,
    );
    programThat('exit 0 # another version');
    await ensure();
    assert.equal(checked.length, 2);
  });

  it('that exists but does not work is rejected with its output, from either stream, each time', async () => {
    programThat('echo "Could not find my_print_defaults"; echo "and more" >&2; exit 1');
    for (const time of [1, 2]) {
      await assert.rejects(ensure(), (error: Error) => {
        assert.match(error.message, /^Program is installed and does not work: .*program/);
        assert.match(error.message, /Could not find my_print_defaults\n+and more/);
        return true;
      });
      // Checked before and after an attempt to install all packages.
      assert.equal(checked.length, 2 * time);
    }
  });
});
