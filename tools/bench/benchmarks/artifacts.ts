import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../../lib/run.mjs';
import { ToolError } from '../../lib/say.mjs';
import { FabricCommands } from '../baseline/fabric-commands.ts';
import { SAMPLE_SETTINGS, materialCommands, writeToolInputs } from '../baseline/materials.ts';
import { NODE_PORTS, onLoopback, toolNetwork } from '../baseline/topology.ts';
import { bundleProgram, importProgram } from '../lib/bundle.ts';
import type { Outcome } from '../lib/result.ts';
import { withFolder } from '../lib/scratch.ts';
import { median, rounded } from '../lib/statistics.ts';
import { timed } from '../lib/timed.ts';
import type { Context } from './context.ts';

const CHANNEL = 'trade';

/** All identities and the genesis block, written to disk by both sides. */
export function artifacts({ env, rounds, signal, print }: Context): Promise<Outcome> {
  return withFolder(async (folder) => {
    const tools = new FabricCommands({ env, signal });
    const program = await bundleProgram('artifacts-once');
    const { makeArtifacts } = await importProgram('artifacts');
    const samples: Record<'running' | 'process' | 'tools' | 'toolStarts', number[]> = {
      running: [],
      process: [],
      tools: [],
      toolStarts: [],
    };
    let cold = 0;
    // The first two rounds warm up the file cache and the JIT compiler, as in a worker that has run for a while.
    for (let round = -2; round < rounds; round += 1) {
      signal.throwIfAborted();
      const network = toolNetwork(
        join(folder, 'tools'),
        onLoopback(Array.from({ length: NODE_PORTS }, (_, index) => 7050 + index)),
      );
      writeToolInputs(network, SAMPLE_SETTINGS);
      const own = join(folder, 'own');
      const running = await timed(() => makeArtifacts(own, CHANNEL));
      rmSync(own, { recursive: true });
      const whole = await timed(() => node(program, own));
      const byTools = await timed(async () => {
        for (const { program: name, args, env: more } of materialCommands(network, CHANNEL))
          await tools.run(name, args, more);
      });
      const starts = await timed(async () => {
        await tools.run('cryptogen', ['version']);
        await tools.run('configtxgen', ['-version']);
      });
      for (const path of [own, network.folder]) rmSync(path, { recursive: true });
      if (round === -2) cold = running;
      if (round < 0) continue;
      samples.running.push(running);
      samples.process.push(whole);
      samples.tools.push(byTools);
      samples.toolStarts.push(starts);
    }
    print(`${rounds} rounds, each of all three, one after the other`);
    const baseline = median(samples.tools);
    const starts = median(samples.toolStarts);
    return {
      measures: [
        {
          what: 'in a running process, as the worker does it',
          unit: 'ms',
          ours: median(samples.running),
          baseline,
          limit: { of: 'ratio', most: 0.5 },
        },
        {
          what: 'the same, without the start-up time of the tools',
          unit: 'ms',
          ours: median(samples.running),
          baseline: baseline - starts,
          limit: null,
        },
        { what: 'in a new node process', unit: 'ms', ours: median(samples.process), baseline, limit: null },
      ],
      notes: [
        'Baseline: one call of cryptogen for all organizations, then configtxgen. Both sides write all files.',
        `The very first call in a new process: ${rounded(cold)} ms. Starting both tools only to print their versions: ${rounded(starts)} ms.`,
      ],
      samples: { cold, ...samples },
    };
  });
}

async function node(program: string, folder: string): Promise<void> {
  const { code, stderr } = await run(process.execPath, [program, folder, CHANNEL], { output: 'capture' });
  if (code !== 0) throw new ToolError(`${program} failed:\n${stderr}`, 'Check tools/bench/programs/artifacts.ts.');
}
