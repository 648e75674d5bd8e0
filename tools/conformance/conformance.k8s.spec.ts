import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { fromRoot } from '../lib/root.mjs';
import { run } from '../lib/run.mjs';
import { freePort } from '../start/port.ts';

const data = mkdtempSync(join(tmpdir(), 'heddle-conformance-'));
after(() => {
  rmSync(data, { recursive: true });
});

/** The test cluster is isolated; its build caches hold the dependencies for Go, Node.js and Maven. */
const SHAPES = ['asset-transfer', 'loyalty-points-go', 'shipment-tracking', 'document-notary'];

describe('npm run test:conformance -- --runtime kubernetes', { timeout: 1_200_000 }, () => {
  it('deploys and calls a chaincode of each shape of Go, Node.js and Java by Maven', async () => {
    const env = { ...process.env, HEDDLE_DATA: data, HEDDLE_PORT: String(await freePort()), HEDDLE_SHARED: '' };
    const only = SHAPES.flatMap((name) => ['--only', name]);
    const samples = ['--samples', fromRoot('samples')];
    const args = [fromRoot('tools', 'heddle.mjs'), 'test:conformance', ...samples, '--runtime', 'kubernetes', ...only];
    const { code, stdout, stderr } = await run(process.execPath, args, { env, output: 'capture' });
    assert.equal(code, 0, `${stdout}\n${stderr}`);
    assert.match(stdout, /5 chaincode folders: ok: 5,/);
  });
});
