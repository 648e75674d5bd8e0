import assert from 'node:assert/strict';
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { load } from 'js-yaml';
import { fromBufferPromise } from 'yauzl';
import { Instance } from '../../bench/lib/instance.mjs';
import { SAMPLE } from '../../bench/lib/sample-chain.mjs';
import { archive } from '../../demo/archive.mjs';
import { fromRoot } from '../../lib/root.mjs';
import { ToolError } from '../../lib/say.mjs';
import { prepare } from '../../setup/index.mjs';

export const SLOW_FUNCTION = 'Dawdle';

/** A function that exceeds the peer's timeout (chaincode.executetimeout, 30 s). */
const SLOW = `package main

import "time"

func (c *AssetTransfer) ${SLOW_FUNCTION}() string {
	time.Sleep(40 * time.Second)
	return "late"
}
`;

/**
 * @typedef {object} Scraped an instance with a chain of three orderers and two organizations of two peers
 * @property {object[]} scrapeConfigs for its nodes and its API, with the labels of pods on a cluster
 * @property {() => Promise<void>} use runs calls that succeed, one that is rejected and one that times out
 * @property {() => Promise<void>} stop
 */

/**
 * @param {string} folder
 * @returns {Promise<Scraped>}
 */
export async function startScraped(folder) {
  const env = await prepare(['redis', 'sandbox', 'go', 'fabric']);
  const stopping = new AbortController();
  const instance = await Instance.start(folder, { env, signal: stopping.signal });
  const stop = async () => {
    stopping.abort();
    await instance.stop();
  };
  try {
    const { chain, chaincodePath } = await createChain(instance, folder);
    return {
      scrapeConfigs: [apiJob(instance.url), await nodesJob(instance, chain.id, join(folder, 'monitoring'))],
      use: () => use(instance, chaincodePath),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/**
 * @param {Instance} instance
 * @param {string} folder
 */
async function createChain(instance, folder) {
  const sources = join(folder, 'source');
  cpSync(fromRoot('samples', SAMPLE), sources, { recursive: true });
  writeFileSync(join(sources, 'slow.go'), SLOW);
  const { id: sourceId } = await instance.rest.upload(`${SAMPLE}.tar.gz`, await archive(sources));
  const organizations = ['org1', 'org2'].map((name) => ({ name, peers: 2 }));
  const chain = await made(instance, '/chains', { name: 'scraped', ordering: { orderers: 3 }, organizations });
  const channels = `/chains/${chain.id}/channels`;
  const channel = await made(instance, channels, { name: 'trade' });
  const chaincodes = `${channels}/${channel.id}/chaincodes`;
  const body = { name: SAMPLE, version: '1.0', origin: { type: 'source', sourceId } };
  const chaincode = await made(instance, chaincodes, body);
  return { chain, chaincodePath: `${chaincodes}/${chaincode.id}` };
}

/**
 * @param {Instance} instance
 * @param {string} path
 * @param {object} body
 */
async function made(instance, path, body) {
  const { resource } = await instance.operation(path, body);
  return resource;
}

/**
 * @param {Instance} instance
 * @param {string} chaincodePath
 */
async function use(instance, chaincodePath) {
  const slow = refused(instance.rest.post(`${chaincodePath}/query`, { fn: SLOW_FUNCTION, args: [] }));
  for (let asset = 0; asset < 5; asset++) {
    const args = [`asset${asset}`, 'Ada', 'blue', '5'];
    await instance.rest.post(`${chaincodePath}/invoke`, { fn: 'CreateAsset', args });
  }
  await refused(instance.rest.post(`${chaincodePath}/query`, { fn: 'ReadAsset', args: ['nothing'] }));
  await slow;
}

/** @param {Promise<unknown>} call */
async function refused(call) {
  await assert.rejects(call, ToolError);
}

/** @param {string} url */
function apiJob(url) {
  return { job_name: 'heddle-api', static_configs: [{ targets: [new URL(url).host] }] };
}

/**
 * The job of the chain's nodes from the archive that the API gives, with its files beside this run.
 * @param {Instance} instance
 * @param {string} chainId
 * @param {string} folder
 * @returns {Promise<object>}
 */
async function nodesJob(instance, chainId, folder) {
  const archive = await instance.rest.download(`/chains/${chainId}/monitoring`);
  mkdirSync(folder, { recursive: true });
  const zip = await fromBufferPromise(archive, { lazyEntries: true });
  for await (const entry of zip.eachEntry()) {
    const content = await buffer(await zip.openReadStreamPromise(entry));
    writeFileSync(join(folder, basename(entry.fileName)), content, { mode: 0o600 });
  }
  const { scrape_configs } = /** @type {{ scrape_configs: [{ tls_config: Record<string, string> }] }} */ (
    load(readFileSync(join(folder, 'prometheus.yml'), 'utf8'))
  );
  const [job] = scrape_configs;
  const placed = Object.entries(job.tls_config).map(([name, value]) => [
    name,
    name.endsWith('_file') ? join(folder, value) : value,
  ]);
  return { ...job, tls_config: Object.fromEntries(placed) };
}
