import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ToolError } from '../lib/say.mjs';
import { untilCommitted } from './until-committed.mjs';

const absent = new ToolError('POST …/query was refused (422): asset asset1 does not exist', 'Correct the arguments.');

describe('reading data that another organization has written', () => {
  it('waits until its own peer has the block', async () => {
    let reads = 0;
    const read = async () => {
      reads += 1;
      if (reads < 3) throw absent;
      return 'Ada';
    };
    assert.equal(await untilCommitted(read), 'Ada');
    assert.equal(reads, 3);
  });

  it('fails with the error after its time limit, and immediately with any other error', async () => {
    await assert.rejects(
      untilCommitted(() => Promise.reject(absent), 50),
      absent,
    );
    const other = new ToolError('refused', 'Look.');
    await assert.rejects(
      untilCommitted(() => Promise.reject(other)),
      other,
    );
  });
});
