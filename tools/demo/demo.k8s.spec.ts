import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { fromRoot } from '../lib/root.mjs';
import { run } from '../lib/run.mjs';
import { freePort } from '../start/port.ts';

const data = mkdtempSync(join(tmpdir(), 'heddle-demo-'));
after(() => {
  rmSync(data, { recursive: true });
});

describe('npm run demo -- --runtime kubernetes --release', { timeout: 900_000 }, () => {
  it('goes from an empty data directory to transactions of both chaincodes, and leaves nothing behind', async () => {
    const env = { ...process.env, HEDDLE_DATA: data, HEDDLE_PORT: String(await freePort()), HEDDLE_SHARED: '' };
    const args = [fromRoot('tools', 'heddle.mjs'), 'demo', '--runtime', 'kubernetes', '--release'];
    const { code, stdout, stderr } = await run(process.execPath, args, { env, output: 'capture' });
    const output = `${stdout}\n${stderr}`;
    assert.equal(code, 0, output);
    for (const line of [
      /Create chain demo-\w+ succeeded/,
      /org1: 2 peers joined/,
      /org2: 2 peers joined/,
      /Deploy asset-transfer \(node\) succeeded/,
      /Deploy asset-transfer-go \(go\) succeeded/,
      /CreateAsset: .*\(VALID in block \d+\)/,
      /ReadAsset as org2: .*Ada/,
      /ReadPrivateDetails as org2: .*1300/,
      /Release chain demo-\w+ succeeded/,
      /Nothing is left of demo-\w+: no object on the cluster, no file, no database entry/,
    ])
      assert.match(output, line);
    const shared = process.env['HEDDLE_TEST_CLUSTER_SHARED'] ?? '';
    assert.ok(existsSync(join(shared, 'artifacts')), 'the instance kept its files on the shared volume');
    assert.deepEqual(
      readdirSync(join(data, 'run')).filter((file) => file === 'api.json'),
      [],
    );
  });
});
