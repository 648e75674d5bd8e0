import { existsSync } from 'node:fs';
import { fromRoot } from '../lib/root.mjs';
import { run } from '../lib/run.mjs';
import { ensureDependencies } from '../setup/dependencies.mjs';
import { parseGoTest } from './go-report.ts';
import { nodeTestArguments } from './node-test.ts';
import { clearReport, loadReport } from './projects.ts';
import type { StageInput } from './stages.ts';
import { readReport, type Part } from './tally.ts';

/** Builds and tests the sample chaincodes that have unit tests, each with the tools of its language. */
export async function sampleParts(env: NodeJS.ProcessEnv, signal: AbortSignal): Promise<Part[]> {
  const input = { env, signal };
  return [
    await nodeSample({ name: 'asset-transfer', test: 'dist/asset-transfer.test.js' }, input),
    await nodeSample({ name: 'shipment-tracking', test: 'src/shipment-tracking.test.js' }, input),
    await goSample('asset-transfer-go', input),
    await goSample('loyalty-points-go', input),
  ];
}

interface NodeSample {
  readonly name: string;
  /** The compiled tests, or the tests themselves. */
  readonly test: string;
}

async function nodeSample({ name, test }: NodeSample, { env, signal }: Pick<StageInput, 'env' | 'signal'>) {
  const cwd = fromRoot('samples', name);
  const path = fromRoot('dist', 'test-results', `sample-${name}.json`);
  clearReport(path);
  await ensureDependencies(cwd, `the dependencies of samples/${name}`);
  const built = await run('npm', ['run', '--silent', '--if-present', 'build'], { cwd, env, signal });
  if (built.code === 0) await run(process.execPath, nodeTestArguments([test], path), { cwd, env, signal });
  return readReport({ name: `samples/${name}`, report: loadReport(path), files: 1 });
}

async function goSample(name: string, { env, signal }: Pick<StageInput, 'env' | 'signal'>) {
  const cwd = fromRoot('samples', name);
  const { code, stdout, stderr } = await run('go', ['test', '-json', './...'], { cwd, env, signal, output: 'capture' });
  const report = existsSync(cwd) ? parseGoTest(stdout, code) : undefined;
  if (code !== 0) process.stdout.write(`${stdout}\n${stderr}\n`);
  return readReport({ name: `samples/${name}`, report, files: 0 });
}
