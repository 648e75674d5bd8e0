import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { fromRoot } from '../lib/root.mjs';
import { collectionsBeside } from './collections.ts';
import { isToolMissing, judged } from './conform.ts';
import { findChaincodes, nameOf } from './find-chaincodes.ts';
import { argument, plannedCalls, type Transaction } from './planned-calls.ts';
import { summary, table, verdict, type Row } from './report.ts';

function folderWith(t: TestContext, files: Record<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), 'heddle-conformance-'));
  t.after(() => {
    rmSync(folder, { recursive: true });
  });
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

describe('the search for chaincodes', () => {
  it('finds each sample, with its language and shape', () => {
    const found = findChaincodes(fromRoot('samples')).map(({ path, language, shape }) => [path, language, shape]);
    assert.deepEqual(found, [
      ['asset-transfer', 'node', 'TypeScript'],
      ['asset-transfer-go', 'go', 'contract API'],
      ['document-notary', 'java', 'Maven'],
      ['loyalty-points-go', 'go', 'shim'],
      ['meter-readings', 'java', 'Gradle'],
      ['shipment-tracking', 'node', 'JavaScript'],
    ]);
  });

  it('recognizes an external server, and ignores client applications and libraries', (t) => {
    const server = 'package main\nfunc main() { _ = shim.ChaincodeServer{} }\n';
    const root = folderWith(t, {
      'external/go.mod': '',
      'external/main.go': server,
      'external/connection.json': '{}',
      'external/metadata.json': '{}',
      'own/go.mod': '',
      'own/main.go': server,
      'client-go/go.mod': '',
      'client-go/main.go': 'package main\nfunc main() { client.Connect() }\n',
      'client-node/package.json': '{"dependencies":{"@hyperledger/fabric-gateway":"1.0.0"}}',
      'client-java/pom.xml': '<artifactId>fabric-gateway</artifactId>',
      'own/node_modules/x/package.json': '{"dependencies":{"fabric-shim":"2.5.8"}}',
    });
    assert.deepEqual(
      findChaincodes(root).map(({ path, shape, external }) => [path, shape, external]),
      [
        ['external', 'external server', true],
        ['own', 'own server', false],
      ],
    );
  });

  it('generates names that Fabric accepts', () => {
    assert.equal(nameOf('asset_transfer/chaincode.go'), 'asset-transfer-chaincode-go');
    assert.match(nameOf('a-'.repeat(60)), /^[a-z0-9]+(-[a-z0-9]+)*$/);
    assert.ok(nameOf('long/'.repeat(30)).length <= 50);
  });

  it('reads the collections beside a chaincode', (t) => {
    const root = folderWith(t, { 'collections_config.json': '[{"name":"c"}]', 'chaincode/go.mod': '' });
    assert.deepEqual(collectionsBeside(join(root, 'chaincode')), [{ name: 'c' }]);
    assert.deepEqual(collectionsBeside(folderWith(t, {})), []);
  });
});

describe('the calls of a chaincode', () => {
  const text = { name: 'id', schema: { type: 'string' } };
  const metadata = (...transactions: Transaction[]) => ({
    contracts: {
      Assets: { name: 'Assets', transactions },
      system: { name: 'org.hyperledger.fabric', transactions: [] },
    },
    components: { schemas: { Asset: { properties: { id: { type: 'string' }, size: { type: 'integer' } } } } },
  });

  it('initialize the ledger first, then read, then call a function with arguments', () => {
    const calls = plannedCalls(
      metadata(
        { name: 'GetAll' },
        { name: 'InitLedger' },
        { name: 'Write', parameters: [text] },
        { name: 'Read', parameters: [text] },
      ),
    );
    assert.deepEqual(calls, [
      { fn: 'InitLedger', args: [], submit: true },
      { fn: 'GetAll', args: [], submit: false },
      { fn: 'Read', args: ['sample'], submit: false },
    ]);
  });

  it('include writing functions only where nothing else can be called', () => {
    assert.deepEqual(plannedCalls(metadata({ name: 'Write', parameters: [text] })), [
      { fn: 'Write', args: ['sample'], submit: false },
    ]);
  });

  it('have arguments that match their types', () => {
    const { schemas } = metadata().components;
    const asset = { $ref: '#/components/schemas/Asset' };
    assert.equal(argument(asset, schemas), '{"id":"sample","size":1}');
    assert.equal(argument({ type: 'array', items: asset }, schemas), '[{"id":"sample","size":1}]');
    assert.deepEqual([argument({ type: 'integer' }, {}), argument({ type: 'boolean' }, {})], ['1', 'true']);
  });

  it('pass when the chaincode answers each, even with an error', () => {
    const yes = { answered: true, text: 'Read(sample): refused: no such asset' };
    const no = { answered: false, text: 'Read(sample): refused: could not launch chaincode' };
    assert.equal(judged({ metadata: true, calls: [yes] }).result, 'ok');
    assert.equal(judged({ metadata: false, calls: [yes] }).result, 'ok');
    assert.equal(judged({ metadata: true, calls: [yes, no] }).result, 'failed');
  });
});

describe('a tool that is missing', () => {
  it('includes one that a wrapper could not download, but not an unreachable registry', () => {
    assert.equal(isToolMissing('node', 'toolchain_missing'), true);
    assert.equal(isToolMissing('java', 'registry_unreachable'), true);
    assert.equal(isToolMissing('node', 'registry_unreachable'), false);
    assert.equal(isToolMissing('java', 'build_failed'), false);
  });
});

describe('the verdict', () => {
  const chaincode = {
    folder: '/x',
    path: 'x',
    name: 'x',
    language: 'go' as const,
    shape: 'shim',
    external: false,
  };
  const row = (result: Row['result']) => ({ chaincode, seconds: 1.25, result, reason: 'why' });

  it('is negative when one failed or none was found', () => {
    assert.equal(verdict([row('ok'), row('missing'), row('broken')]), 0);
    assert.equal(verdict([row('ok'), row('failed')]), 1);
    assert.equal(verdict([]), 1);
  });

  it('lists the reason of each', () => {
    assert.match(table([row('failed')]), /^folder .*reason\nx +go +shim +1\.3 +FAILED +why$/);
  });

  it('is summarized with the labels of the table', () => {
    const rows = [row('ok'), row('ok'), row('broken'), row('missing')];
    assert.equal(summary(rows), '4 chaincode folders: ok: 2, does not build: 1, tool missing: 1, FAILED: 0');
  });
});
