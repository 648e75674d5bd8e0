import { nodeArguments } from '../lib/node-arguments.mjs';
import { ROOT, fromRoot } from '../lib/root.mjs';
import { run } from '../lib/run.mjs';
import { prepare } from '../setup/index.ts';

/**
 * Measures Heddle against a baseline in a separate process, tools/bench/main.ts.
 * @param args names of benchmarks, or `all`; without any, the benchmarks are listed
 */
export async function bench(args: readonly string[]) {
  const env = args.length === 0 ? process.env : await prepare(['redis', 'sandbox', 'go', 'fabric-tools']);
  const { code } = await run(process.execPath, nodeArguments([fromRoot('tools', 'bench', 'main.ts'), ...args]), {
    cwd: ROOT,
    env,
  });
  return code;
}
