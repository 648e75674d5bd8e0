import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { isAlive, startOf } from '../lib/process-identity.mjs';
import { fromRoot } from '../lib/root.mjs';
import { run } from '../lib/run.mjs';
import { runWithin } from './limit.ts';
import { nodeTestArguments } from './node-test.ts';
import { loadReport } from './projects.ts';
import { readReport } from './tally.ts';

let folder = '';
before(() => {
  folder = mkdtempSync(join(tmpdir(), 'heddle-fail-fast-'));
});
after(() => {
  rmSync(folder, { recursive: true });
});

/** Runs a file of jest tests in this workspace's environment. */
function jest(name: string, text: string) {
  writeFileSync(join(folder, `${name}.case.js`), text);
  const config = {
    rootDir: folder,
    testEnvironment: fromRoot('tools/test/environment/node.ts'),
    testMatch: [`<rootDir>/${name}.case.js`],
    transform: {},
  };
  const report = join(folder, `${name}.json`);
  const args = [fromRoot('node_modules/jest/bin/jest.js'), '--config', JSON.stringify(config), '--runInBand'];
  return { report, command: process.execPath, args: [...args, '--json', '--outputFile', report], cwd: folder };
}

describe('a failed beforeAll', () => {
  it('fails its tests immediately with its own error, which no later or nested hook hides', async () => {
    const witness = join(folder, 'ran');
    const runner = jest(
      'first-error',
      `let server;
      const { appendFileSync } = require('node:fs');
      describe('a', () => {
        beforeAll(async () => { throw new Error('mariadb-install-db: my_print_defaults is missing'); });
        beforeAll(() => appendFileSync(${JSON.stringify(witness)}, 'second'));
        afterAll(() => server.stop());
        it('one', () => undefined);
        describe('b', () => {
          beforeAll(() => appendFileSync(${JSON.stringify(witness)}, 'nested'));
          afterAll(() => server.stop());
          it('two', () => undefined);
        });
      });
      describe('beside it', () => {
        beforeAll(() => { server = { stop: () => undefined }; });
        it('three', () => expect(server).toBeDefined());
      });`,
    );
    await run(runner.command, runner.args, { cwd: folder, output: 'capture' });
    const report = loadReport(runner.report);
    assert.deepEqual([report?.numPassedTests, report?.numFailedTests], [1, 2]);
    assert.equal(existsSync(witness), false);
    assert.deepEqual(readReport({ name: 'x', report, files: 1 }).failures, [
      'x: a one: mariadb-install-db: my_print_defaults is missing',
      'x: a b two: mariadb-install-db: my_print_defaults is missing',
    ]);
    assert.doesNotMatch(readFileSync(runner.report, 'utf8'), /reading 'stop'/);
  });

  it('does not hide an afterAll that fails by itself', async () => {
    const runner = jest('clean-up', `afterAll(() => { throw new Error('still there'); }); it('one', () => undefined);`);
    const { code } = await run(runner.command, runner.args, { cwd: folder, output: 'capture' });
    assert.equal(code, 1);
  });
});

describe('a failed before of node:test', () => {
  it('is reported as the error of its tests, and open handles do not keep the run alive', async () => {
    const file = join(folder, 'hook.spec.mjs');
    writeFileSync(
      file,
      `import { createServer } from 'node:net';
      import { after, before, describe, it } from 'node:test';
      describe('x', () => {
        let server;
        before(() => { createServer().listen(0, '127.0.0.1'); throw new Error('cannot start'); });
        after(() => server.stop());
        it('a', () => undefined);
      });`,
    );
    const report = join(folder, 'hook.json');
    await run(process.execPath, nodeTestArguments([file], report), { cwd: folder, env: outside(), output: 'capture' });
    const { failures } = readReport({ name: 'x', report: loadReport(report), files: 1 });
    assert.deepEqual(failures, ['x: a: cannot start']);
  });
});

/** node:test does not run files within a run of its own. */
function outside() {
  return { ...process.env, NODE_TEST_CONTEXT: undefined };
}

describe('a runner whose tests have finished', () => {
  it('fails and is killed with its processes when something keeps it alive', async () => {
    const pidFile = join(folder, 'pid');
    const runner = jest(
      'open-handle',
      `it('leaves a process', () => {
        const child = require('node:child_process').spawn(process.execPath, ['-e', 'setInterval(() => 0, 1000)'], { detached: true });
        require('node:fs').writeFileSync(${JSON.stringify(pidFile)}, String(child.pid));
      });`,
    );
    assert.equal(await runWithin({ ...runner, minutes: 1, afterReportMs: 500, graceMs: 2_000 }), 124);
    const pid = Number(readFileSync(pidFile, 'utf8'));
    assert.equal(startOf(pid), undefined);
    const { failures } = readReport({ name: 'x', report: loadReport(runner.report), files: 1 });
    assert.equal(failures.length, 1);
    assert.match(failures[0] ?? '', /did not end within 0\.5 s after its last test: a server, a connection or a timer/);
  });
});

describe('a process that a runner leaves behind', () => {
  it('is killed', async () => {
    const pidFile = join(folder, 'left');
    const script = `const { spawn } = require('node:child_process');
      const child = spawn(process.execPath, ['-e', 'setInterval(() => 0, 1000)'], { detached: true, stdio: 'ignore' });
      child.unref();
      require('node:fs').writeFileSync(${JSON.stringify(pidFile)}, String(child.pid));`;
    assert.equal(await runWithin({ command: process.execPath, args: ['-e', script], cwd: folder, minutes: 1 }), 0);
    assert.equal(startOf(Number(readFileSync(pidFile, 'utf8'))), undefined);
  });
});

describe('a process that a spec starts with libs/testing and does not stop', () => {
  it('ends with its file', async () => {
    const pidFile = join(folder, 'child');
    const runner = jest(
      'left-child',
      `it('starts one', () => {
        const child = require('node:child_process').spawn(process.execPath, ['-e', 'setInterval(() => 0, 1000)']);
        globalThis[Symbol.for('heddle.test.children')] = new Set([child]);
        require('node:fs').writeFileSync(${JSON.stringify(pidFile)}, String(child.pid));
      });`,
    );
    const { stderr } = await run(runner.command, runner.args, { cwd: folder, output: 'capture' });
    assert.match(stderr, /A spec did not stop a process that it started/);
    const pid = Number(readFileSync(pidFile, 'utf8'));
    assert.equal(isAlive({ pid, started: startOf(pid) ?? 'ended' }), false);
  });
});
