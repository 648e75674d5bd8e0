import { existsSync } from 'node:fs';
import { ensureDependencies } from '../setup/dependencies.mjs';
import { fromRoot } from '../lib/root.mjs';
import { run } from '../lib/run.mjs';
import { clearReport, loadReport } from './projects.mjs';
import { parseGoTest } from './go-report.mjs';
import { nodeTestArguments } from './node-test.mjs';
import { readReport } from './tally.mjs';

/**
 * Builds and tests the sample chaincodes that have unit tests, each with the tools of its language.
 * @param {NodeJS.ProcessEnv} env
 * @param {AbortSignal} signal
 * @returns {Promise<import('./tally.mjs').Part[]>}
 */
export async function sampleParts(env, signal) {
  const input = { env, signal };
  return [
    await nodeSample({ name: 'asset-transfer', test: 'dist/asset-transfer.test.js' }, input),
    await nodeSample({ name: 'shipment-tracking', test: 'src/shipment-tracking.test.js' }, input),
    await goSample('asset-transfer-go', input),
    await goSample('loyalty-points-go', input),
  ];
}

/**
 * @param {{ name: string, test: string }} sample test: the compiled tests, or the tests themselves
 * @param {Pick<import('./stages.mjs').StageInput, 'env' | 'signal'>} input
 */
async function nodeSample({ name, test }, { env, signal }) {
  const cwd = fromRoot('samples', name);
  const path = fromRoot('dist', 'test-results', `sample-${name}.json`);
  clearReport(path);
  await ensureDependencies(cwd, `the dependencies of samples/${name}`);
  const built = await run('npm', ['run', '--silent', '--if-present', 'build'], { cwd, env, signal });
  if (built.code === 0) await run(process.execPath, nodeTestArguments([test], path), { cwd, env, signal });
  return readReport({ name: `samples/${name}`, report: loadReport(path), files: 1 });
}

/**
 * @param {string} name
 * @param {Pick<import('./stages.mjs').StageInput, 'env' | 'signal'>} input
 */
async function goSample(name, { env, signal }) {
  const cwd = fromRoot('samples', name);
  const { code, stdout, stderr } = await run('go', ['test', '-json', './...'], { cwd, env, signal, output: 'capture' });
  const report = existsSync(cwd) ? parseGoTest(stdout, code) : undefined;
  if (code !== 0) process.stdout.write(`${stdout}\n${stderr}\n`);
  return readReport({ name: `samples/${name}`, report, files: 0 });
}
