import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { untilCommitted } from './until-committed.ts';

const absent = new Error('asset asset1 does not exist');

describe('reading data that another organization has written', () => {
  it('waits until its own peer has the block', async () => {
    let reads = 0;
    const read = () => {
      reads += 1;
      return reads < 3 ? Promise.reject(absent) : Promise.resolve('Ada');
    };
    assert.equal(await untilCommitted(read), 'Ada');
    assert.equal(reads, 3);
  });

  it('fails with the error after its time limit, and immediately with any other error', async () => {
    await assert.rejects(
      untilCommitted(() => Promise.reject(absent), 50),
      absent,
    );
    const other = new Error('refused');
    await assert.rejects(
      untilCommitted(() => Promise.reject(other)),
      other,
    );
  });
});
