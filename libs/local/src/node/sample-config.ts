import { patchSampleConfig, type SampleConfig } from '@heddle/topology';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Fabric's complete sample configuration with the workload's changes. */
export async function patchedSample(
  folder: string,
  config: SampleConfig,
  fill: (text: string) => string,
): Promise<string> {
  return patchSampleConfig(await readFile(join(folder, config.file), 'utf8'), config, fill);
}
