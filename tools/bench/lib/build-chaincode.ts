import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fromRoot } from '../../lib/root.mjs';
import { run } from '../../lib/run.mjs';
import { ToolError } from '../../lib/say.mjs';
import { SAMPLE } from './sample-chain.ts';

/** Builds the same chaincode for the tools; their user is assumed to have it built. */
export async function buildChaincode(folder: string, env: NodeJS.ProcessEnv): Promise<string> {
  const program = join(folder, 'chaincode', SAMPLE);
  mkdirSync(join(folder, 'chaincode'));
  const { code, stderr } = await run('go', ['build', '-trimpath', '-ldflags', '-s -w', '-o', program, '.'], {
    cwd: fromRoot('samples', SAMPLE),
    env: { ...env, CGO_ENABLED: '0' },
    output: 'capture',
  });
  if (code !== 0) throw new ToolError(`samples/${SAMPLE} does not build:\n${stderr}`, 'Check that Go is installed.');
  return program;
}
