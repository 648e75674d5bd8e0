import { randomBytes } from 'node:crypto';
import { api } from '@heddle/contracts';
import { demoInstance } from '../demo/instance.ts';
import type { DemoChain, Place } from '../demo/places/place.ts';
import { createChannel, release, type ChannelParams } from '../demo/scenario.ts';
import { Session, credentials } from '../demo/session.ts';
import { say } from '../lib/say.mjs';
import { launchLayout, type LaunchSettings } from '../start/settings.ts';

interface ChainOptions {
  readonly settings: LaunchSettings;
  readonly place: Place;
  /** Whether the chain is kept. */
  readonly keep: boolean;
  readonly signal: AbortSignal;
}

/**
 * Creates a chain with the two organizations that the samples expect, and releases it afterwards unless it is to be
 * kept. Uses the running instance, or starts one for the duration of the work.
 */
export async function onOwnChain<T>(
  { settings, place, keep, signal }: ChainOptions,
  work: (session: Session, channel: ChannelParams) => Promise<T>,
): Promise<T> {
  const instance = await demoInstance(settings, place, signal);
  try {
    const admin = credentials(process.env, launchLayout(instance.data).firstPassword);
    const session = await Session.open(instance.url, admin, signal);
    try {
      return await withChain(session, { place, keep }, work);
    } finally {
      session.close();
    }
  } finally {
    if (instance.stop) say('Stopping the instance that was started for this run');
    await instance.stop?.();
  }
}

async function withChain<T>(
  session: Session,
  { place, keep }: Pick<ChainOptions, 'place' | 'keep'>,
  work: (session: Session, channel: ChannelParams) => Promise<T>,
): Promise<T> {
  const name = `conformance-${randomBytes(3).toString('hex')}`;
  const organizations = ['org1', 'org2'].map((organization) => ({ name: organization, peers: 1 }));
  const body = { ...(await place.spec(session, name)), name, ordering: { orderers: 1 }, organizations };
  const chain = await session.operation(`Create chain ${name}`, () => session.client.ask(api.chains.create, { body }));
  try {
    return await work(session, await createChannel(session, chain));
  } finally {
    if (!keep) await released(session, place, { ...chain, name });
  }
}

async function released(session: Session, place: Place, chain: DemoChain): Promise<void> {
  await release(session, chain);
  const left = await place.leftovers(session, chain);
  if (left.length > 0) say(`Leftovers of ${chain.name}: ${left.join(', ')}`);
}
