import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { api, type ChainId } from '@heddle/contracts';
import { load } from 'js-yaml';
import { fromBufferPromise } from 'yauzl';
import { Instance } from '../../bench/lib/instance.ts';
import { SAMPLE, createSampleChain, uploadSample } from '../../bench/lib/sample-chain.ts';
import type { ChaincodeParams } from '../../demo/scenario.ts';
import { fromRoot } from '../../lib/root.mjs';
import { prepare } from '../../setup/index.ts';

export const SLOW_FUNCTION = 'Dawdle';

/** A function that exceeds the peer's timeout (chaincode.executetimeout, 30 s). */
const SLOW = `package main

import "time"

func (c *AssetTransfer) ${SLOW_FUNCTION}() string {
	time.Sleep(40 * time.Second)
	return "late"
}
`;

/** An instance with a chain of three orderers and two organizations of two peers. */
export interface Scraped {
  /** For its nodes and its API, with the labels of pods on a cluster. */
  readonly scrapeConfigs: readonly object[];
  /** Runs calls that succeed, one that is rejected and one that times out. */
  readonly use: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

export async function startScraped(folder: string): Promise<Scraped> {
  const env = await prepare(['redis', 'sandbox', 'go', 'fabric']);
  const stopping = new AbortController();
  const instance = await Instance.start(folder, { env, signal: stopping.signal });
  const stop = async () => {
    stopping.abort();
    await instance.stop();
  };
  try {
    const { chain, chaincode } = await createChain(instance, folder);
    return {
      scrapeConfigs: [apiJob(instance.url), await nodesJob(instance, chain.id, join(folder, 'monitoring'))],
      use: () => use(instance, chaincode),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function createChain(instance: Instance, folder: string) {
  const sources = join(folder, 'source');
  cpSync(fromRoot('samples', SAMPLE), sources, { recursive: true });
  writeFileSync(join(sources, 'slow.go'), SLOW);
  return createSampleChain(instance, { name: 'scraped', sourceId: await uploadSample(instance, sources) });
}

async function use({ client }: Instance, params: ChaincodeParams): Promise<void> {
  const query = (fn: string, args: string[]) => client.refusal(api.chaincodes.query, { params, body: { fn, args } });
  const slow = query(SLOW_FUNCTION, []);
  for (let asset = 0; asset < 5; asset++) {
    const args = [`asset${asset}`, 'Ada', 'blue', '5'];
    await client.ask(api.chaincodes.invoke, { params, body: { fn: 'CreateAsset', args } });
  }
  await query('ReadAsset', ['nothing']);
  await slow;
}

function apiJob(url: string) {
  return { job_name: 'heddle-api', static_configs: [{ targets: [new URL(url).host] }] };
}

/** The job of the chain's nodes from the archive that the API gives, with its files beside this run. */
async function nodesJob(instance: Instance, chainId: ChainId, folder: string): Promise<object> {
  const { content: archive } = await instance.client.download(api.connect.monitoringArchive, { params: { chainId } });
  mkdirSync(folder, { recursive: true });
  const zip = await fromBufferPromise(Buffer.from(await archive.arrayBuffer()), { lazyEntries: true });
  for await (const entry of zip.eachEntry()) {
    const content = await buffer(await zip.openReadStreamPromise(entry));
    writeFileSync(join(folder, basename(entry.fileName)), content, { mode: 0o600 });
  }
  const { scrape_configs } = load(readFileSync(join(folder, 'prometheus.yml'), 'utf8')) as {
    scrape_configs: [{ tls_config: Record<string, string> }];
  };
  const [job] = scrape_configs;
  const placed = Object.entries(job.tls_config).map(
    ([name, value]) => [name, name.endsWith('_file') ? join(folder, value) : value] as const,
  );
  return { ...job, tls_config: Object.fromEntries(placed) };
}
