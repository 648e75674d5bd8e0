import { ROOT, fromRoot } from '../lib/root.mjs';
import { run } from '../lib/run.mjs';
import { prepare } from '../setup/index.mjs';

/**
 * Measures Heddle against a baseline in a separate process, tools/bench/main.mjs.
 * @param {readonly string[]} args names of benchmarks, or `all`; without any, the benchmarks are listed
 */
export async function bench(args) {
  const env = args.length === 0 ? process.env : await prepare(['redis', 'sandbox', 'go', 'fabric-tools']);
  const { code } = await run(process.execPath, [fromRoot('tools', 'bench', 'main.mjs'), ...args], { cwd: ROOT, env });
  return code;
}
