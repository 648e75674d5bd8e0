import { parseArgs } from 'node:util';
import { ToolError, say } from '../lib/say.mjs';
import { demoInstance } from '../demo/instance.mjs';
import { leftovers } from '../demo/leftovers.mjs';
import { createChain, createChannel, demoName, deploy, release, sampleCollections, use } from '../demo/scenario.mjs';
import { Session, credentials } from '../demo/session.mjs';
import { ensureGo } from '../setup/go.mjs';
import { launchLayout, launchSettings } from '../start/settings.mjs';
import { whenAskedToStop } from '../start/signals.mjs';

/**
 * The main job from nothing, through the public API only.
 *
 * Without options the chain stays. An instance that the demo started itself goes on until Ctrl-C on a terminal, and is
 * stopped at the end elsewhere. `--release` removes the chain again, looks whether anything is left, and stops an
 * instance that the demo started. `--release-chain NAME` only removes the chain of an earlier demo.
 * @param {readonly string[]} args
 */
export async function demo(args) {
  const { values } = parseArgs({
    args: [...args],
    options: { release: { type: 'boolean' }, 'release-chain': { type: 'string' } },
  });
  const settings = launchSettings(process.env);
  const asked = whenAskedToStop();
  /** @type {(() => Promise<void>) | undefined} */
  let stop;
  try {
    if (!values['release-chain']) await ensureGo('the demo’s second chaincode is written in Go');
    const instance = await demoInstance(settings, asked.signal);
    stop = instance.stop;
    const session = new Session(
      instance.url,
      credentials(process.env, launchLayout(settings.data).firstPassword),
      asked.signal,
    );
    try {
      await session.rest.signIn();
      if (values['release-chain']) await releaseByName(session, values['release-chain'], settings.data);
      else await show(session, { url: instance.url, data: settings.data, releaseAfter: values.release === true });
    } finally {
      session.close();
    }
    if (stop && process.stdout.isTTY && !values.release && !values['release-chain']) {
      say('\nHeddle goes on running. Ctrl-C stops it.');
      await asked.promise;
    }
    return 0;
  } finally {
    asked.forget();
    if (stop) say('Stopping the instance that the demo started');
    await stop?.();
  }
}

/**
 * @param {Session} session
 * @param {{ url: string, data: string, releaseAfter: boolean }} options
 */
async function show(session, { url, data, releaseAfter }) {
  const began = performance.now();
  const name = demoName();
  /** @type {unknown} */
  let failure;
  /** @type {{ id: string } | undefined} */
  let chain;
  try {
    chain = await scenario(session, name);
  } catch (error) {
    if (!releaseAfter) throw error;
    failure = error;
  }
  if (releaseAfter) await releaseIfThere(session, name, data);
  if (failure !== undefined) throw failure;
  table(session, (performance.now() - began) / 1000);
  if (releaseAfter) return;
  say(`\nConsole:         ${url}/chains/${chain?.id ?? ''}`);
  say(`Release it:      npm run demo -- --release-chain ${name}`);
}

/**
 * @param {Session} session
 * @param {string} name
 * @returns {Promise<{ id: string }>} the chain
 */
async function scenario(session, name) {
  const chain = await createChain(session, name);
  const channel = await createChannel(session, chain);
  const channelPath = `/chains/${chain.id}/channels/${channel.id}`;
  const typescript = await deploy(session, channelPath, {
    sample: 'asset-transfer',
    collections: sampleCollections(),
  });
  await use(session, channelPath, typescript, { name: 'asset-transfer', privateDetails: true });
  const go = await deploy(session, channelPath, { sample: 'asset-transfer-go', collections: [] });
  await use(session, channelPath, go, { name: 'asset-transfer-go', privateDetails: false });
  return chain;
}

/**
 * @param {Session} session
 * @param {string} name
 * @param {string} data
 */
async function releaseByName(session, name, data) {
  if (await releaseIfThere(session, name, data)) return;
  throw new ToolError(`There is no chain named ${name}.`, 'The console lists the chains that there are.');
}

/**
 * @param {Session} session
 * @param {string} name
 * @param {string} data
 * @returns {Promise<boolean>} whether there was such a chain
 */
async function releaseIfThere(session, name, data) {
  const { items } = await session.rest.get(`/chains?search=${encodeURIComponent(name)}`);
  const chain = items.find((/** @type {{ name: string }} */ item) => item.name === name);
  if (chain) await releaseAndLook(session, chain, data);
  return chain !== undefined;
}

/**
 * @param {Session} session
 * @param {{ id: string, name: string }} chain
 * @param {string} data
 */
async function releaseAndLook(session, chain, data) {
  const gone = await release(session, chain);
  const left = [...(gone ? [] : [`the API still shows ${chain.name}`]), ...leftovers(data, chain.id)];
  if (left.length > 0)
    throw new ToolError(`Something is left of ${chain.name}: ${left.join(', ')}`, 'Release it again in the console.');
  say(`Nothing is left of ${chain.name}: no process, no file, no entry.`);
}

/**
 * @param {Session} session
 * @param {number} total
 */
function table({ timings }, total) {
  const rows = [...timings, { what: 'In all', seconds: total }];
  const width = Math.max(...rows.map(({ what }) => what.length));
  say('');
  for (const { what, seconds } of rows) say(`${what.padEnd(width)}  ${seconds.toFixed(2).padStart(8)} s`);
}
