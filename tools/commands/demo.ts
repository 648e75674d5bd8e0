import { api } from '@heddle/contracts';
import { ending, type Ended } from '../demo/ending.ts';
import { demoInstance, type DemoInstance } from '../demo/instance.ts';
import { demoOptions, openPlace, type Place, type DemoOptions, type DemoChain } from '../demo/places/place.ts';
import { createChain, createChannel, demoName, deploy, release, sampleCollections, use } from '../demo/scenario.ts';
import { Session, credentials } from '../demo/session.ts';
import { ToolError, say } from '../lib/say.mjs';
import { ensureGo } from '../setup/go.ts';
import { launchLayout, launchSettings, type LaunchSettings } from '../start/settings.ts';
import { whenAskedToStop } from '../start/signals.ts';

/**
 * Runs the main use case from nothing, through the public API only; with `--runtime kubernetes` on a cluster.
 *
 * Without options the chain is kept. An instance that the demo started keeps running until Ctrl-C on a terminal, and is
 * stopped at the end otherwise. `--release` releases the chain, checks that nothing is left, stops an instance and
 * takes down a cluster that the demo started. `--release-chain NAME` only releases the chain of an earlier demo.
 * `--nfs-server` and `--nfs-path` name a cluster's shared volume; HEDDLE_SHARED is Heddle's path of it.
 */
export async function demo(args: readonly string[]) {
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

async function inPlace(place: Place, settings: LaunchSettings, options: DemoOptions) {
  const asked = whenAskedToStop();
  let stop: (() => Promise<void>) | undefined;
  let end: (() => string[]) | undefined;
  try {
    if (!options['release-chain']) await ensureGo('the demo’s second chaincode is written in Go');
    const instance = await demoInstance(settings, place, asked.signal);
    stop = instance.stop;
    const admin = credentials(process.env, launchLayout(instance.data).firstPassword);
    const session = await Session.open(instance.url, admin, asked.signal);
    try {
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

function printLines(lines: (() => string[]) | undefined) {
  for (const line of ['', ...(lines?.() ?? [])]) say(line);
}

/** Whether an instance that the demo started keeps running because a terminal is attached. */
function goesOn(options: DemoOptions) {
  return process.stdout.isTTY && !options.release && !options['release-chain'];
}

function endOf({
  instance: { url, data, stop },
  place,
  settings,
  options,
}: {
  readonly instance: DemoInstance;
  readonly place: Place;
  readonly settings: LaunchSettings;
  readonly options: DemoOptions;
}): Ended {
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

/** @returns the chain, if it was kept */
async function show(session: Session, place: Place, releaseAfter: boolean): Promise<DemoChain | undefined> {
  const began = performance.now();
  const name = demoName();
  let chain: DemoChain;
  try {
    chain = await scenario(session, name, place);
  } finally {
    if (releaseAfter) await releaseIfThere(session, name, place);
  }
  table(session, (performance.now() - began) / 1000);
  return releaseAfter ? undefined : chain;
}

async function scenario(session: Session, name: string, place: Place): Promise<DemoChain> {
  const chain = await createChain(session, name, await place.spec(session, name));
  const channel = await createChannel(session, chain);
  const typescript = await deploy(session, channel, {
    sample: 'asset-transfer',
    collections: sampleCollections(),
  });
  await use(session, typescript, { name: 'asset-transfer', privateDetails: true });
  const go = await deploy(session, channel, {
    sample: 'asset-transfer-go',
    collections: [],
    init: { fn: 'CreateAsset', args: ['asset0', 'Bob', 'red', '1'] },
  });
  await use(session, go, { name: 'asset-transfer-go', privateDetails: false });
  return chain;
}

async function releaseByName(session: Session, name: string, place: Place) {
  if (await releaseIfThere(session, name, place)) return;
  throw new ToolError(`The chain ${name} does not exist.`, 'The console lists all chains.');
}

/** @returns whether the chain existed */
async function releaseIfThere(session: Session, name: string, place: Place): Promise<boolean> {
  const chains = await session.client.all(api.chains.list, { query: { search: name } });
  const chain = chains.find((item) => item.name === name);
  if (chain) await releaseAndLook(session, chain, place);
  return chain !== undefined;
}

async function releaseAndLook(session: Session, chain: DemoChain, place: Place) {
  const gone = await release(session, chain);
  const left = [...(gone ? [] : [`the API still lists ${chain.name}`]), ...(await place.leftovers(session, chain))];
  if (left.length > 0)
    throw new ToolError(`Leftovers of ${chain.name}: ${left.join(', ')}`, 'Release it again in the console.');
  say(
    `Nothing is left of ${chain.name}: ${place.shared ? 'no object on the cluster' : 'no process'}, no file, no database entry.`,
  );
}

function table({ timings }: Session, total: number) {
  const rows = [...timings, { what: 'In all', seconds: total }];
  const width = Math.max(...rows.map(({ what }) => what.length));
  say('');
  for (const { what, seconds } of rows) say(`${what.padEnd(width)}  ${seconds.toFixed(2).padStart(8)} s`);
}
