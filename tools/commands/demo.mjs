import { ToolError, say } from '../lib/say.mjs';
import { ending } from '../demo/ending.mjs';
import { demoInstance } from '../demo/instance.mjs';
import { demoOptions, openPlace } from '../demo/places/place.mjs';
import { createChain, createChannel, demoName, deploy, release, sampleCollections, use } from '../demo/scenario.mjs';
import { Session, credentials } from '../demo/session.mjs';
import { ensureGo } from '../setup/go.mjs';
import { launchLayout, launchSettings } from '../start/settings.mjs';
import { whenAskedToStop } from '../start/signals.mjs';

/**
 * @typedef {import('../demo/places/place.mjs').Place} Place
 * @typedef {import('../demo/places/place.mjs').DemoOptions} DemoOptions
 * @typedef {import('../demo/places/place.mjs').DemoChain} DemoChain
 */

/**
 * Runs the main use case from nothing, through the public API only; with `--runtime kubernetes` on a cluster.
 *
 * Without options the chain is kept. An instance that the demo started keeps running until Ctrl-C on a terminal, and is
 * stopped at the end otherwise. `--release` releases the chain, checks that nothing is left, stops an instance and
 * takes down a cluster that the demo started. `--release-chain NAME` only releases the chain of an earlier demo.
 * `--nfs-server` and `--nfs-path` name a cluster's shared volume; HEDDLE_SHARED is Heddle's path of it.
 * @param {readonly string[]} args
 */
export async function demo(args) {
  const options = demoOptions(args);
  const settings = launchSettings(process.env);
  const place = await openPlace(options, settings.data);
  try {
    await inPlace(place, settings, options);
  } finally {
    await place.close();
  }
  return 0;
}

/**
 * @param {Place} place
 * @param {import('../start/settings.mjs').LaunchSettings} settings
 * @param {DemoOptions} options
 */
async function inPlace(place, settings, options) {
  const asked = whenAskedToStop();
  /** @type {(() => Promise<void>) | undefined} */
  let stop;
  /** @type {(() => string[]) | undefined} */
  let end;
  try {
    if (!options['release-chain']) await ensureGo('the demo’s second chaincode is written in Go');
    const instance = await demoInstance(settings, place, asked.signal);
    stop = instance.stop;
    const admin = credentials(process.env, launchLayout(instance.data).firstPassword);
    const session = new Session(instance.url, admin, asked.signal);
    try {
      await session.rest.signIn();
      if (options['release-chain']) await releaseByName(session, options['release-chain'], place);
      else {
        const chain = await show(session, place, options.release);
        if (chain) end = () => ending(chain, endOf({ instance, place, settings, options }));
      }
    } finally {
      session.close();
    }
    if (stop && goesOn(options)) {
      printLines(end);
      end = undefined;
      say('\nHeddle is still running. Press Ctrl-C to stop it.');
      await asked.promise;
    }
  } finally {
    asked.forget();
    if (stop) say('Stopping the instance that the demo started');
    await stop?.();
  }
  printLines(end);
}

/** @param {(() => string[]) | undefined} lines */
function printLines(lines) {
  for (const line of ['', ...(lines?.() ?? [])]) say(line);
}

/**
 * Whether an instance that the demo started keeps running because a terminal is attached.
 * @param {DemoOptions} options
 */
function goesOn(options) {
  return process.stdout.isTTY && !options.release && !options['release-chain'];
}

/**
 * @param {object} demo
 * @param {Awaited<ReturnType<typeof demoInstance>>} demo.instance
 * @param {Place} demo.place
 * @param {import('../start/settings.mjs').LaunchSettings} demo.settings
 * @param {DemoOptions} demo.options
 * @returns {Parameters<typeof ending>[1]}
 */
function endOf({ instance: { url, data, stop }, place, settings, options }) {
  const variables = [
    ...(data === settings.data ? [] : [`HEDDLE_DATA=${data}`]),
    ...(place.shared === undefined ? [] : [`HEDDLE_SHARED=${place.shared}`]),
  ];
  return {
    url,
    data,
    goesOn: stop === undefined || goesOn(options),
    startsBy: [...variables, 'npm start'].join(' '),
    runtime: options.runtime,
    env: process.env,
  };
}

/**
 * @param {Session} session
 * @param {Place} place
 * @param {boolean} releaseAfter
 * @returns {Promise<{ id: string, name: string } | undefined>} the chain, if it was kept
 */
async function show(session, place, releaseAfter) {
  const began = performance.now();
  const name = demoName();
  /** @type {unknown} */
  let failure;
  /** @type {{ id: string, name: string } | undefined} */
  let chain;
  try {
    chain = await scenario(session, name, place);
  } catch (error) {
    if (!releaseAfter) throw error;
    failure = error;
  }
  if (releaseAfter) await releaseIfThere(session, name, place);
  if (failure !== undefined) throw failure;
  table(session, (performance.now() - began) / 1000);
  return releaseAfter ? undefined : chain;
}

/**
 * @param {Session} session
 * @param {string} name
 * @param {Place} place
 * @returns {Promise<{ id: string, name: string }>} the chain
 */
async function scenario(session, name, place) {
  const chain = await createChain(session, name, await place.spec(session, name));
  const channel = await createChannel(session, chain);
  const channelPath = `/chains/${chain.id}/channels/${channel.id}`;
  const typescript = await deploy(session, channelPath, {
    sample: 'asset-transfer',
    collections: sampleCollections(),
  });
  await use(session, channelPath, typescript, { name: 'asset-transfer', privateDetails: true });
  const go = await deploy(session, channelPath, {
    sample: 'asset-transfer-go',
    collections: [],
    init: { fn: 'CreateAsset', args: ['asset0', 'Bob', 'red', '1'] },
  });
  await use(session, channelPath, go, { name: 'asset-transfer-go', privateDetails: false });
  return chain;
}

/**
 * @param {Session} session
 * @param {string} name
 * @param {Place} place
 */
async function releaseByName(session, name, place) {
  if (await releaseIfThere(session, name, place)) return;
  throw new ToolError(`The chain ${name} does not exist.`, 'The console lists all chains.');
}

/**
 * @param {Session} session
 * @param {string} name
 * @param {Place} place
 * @returns {Promise<boolean>} whether the chain existed
 */
async function releaseIfThere(session, name, place) {
  const { items } = await session.rest.get(`/chains?search=${encodeURIComponent(name)}`);
  const chain = items.find((/** @type {{ name: string }} */ item) => item.name === name);
  if (chain) await releaseAndLook(session, chain, place);
  return chain !== undefined;
}

/**
 * @param {Session} session
 * @param {DemoChain} chain
 * @param {Place} place
 */
async function releaseAndLook(session, chain, place) {
  const gone = await release(session, chain);
  const left = [...(gone ? [] : [`the API still lists ${chain.name}`]), ...(await place.leftovers(session, chain))];
  if (left.length > 0)
    throw new ToolError(`Leftovers of ${chain.name}: ${left.join(', ')}`, 'Release it again in the console.');
  say(
    `Nothing is left of ${chain.name}: ${place.shared ? 'no object on the cluster' : 'no process'}, no file, no database entry.`,
  );
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
