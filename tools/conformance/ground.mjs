import { randomBytes } from 'node:crypto';
import { demoInstance } from '../demo/instance.mjs';
import { createChannel } from '../demo/scenario.mjs';
import { Session, credentials } from '../demo/session.mjs';
import { say } from '../lib/say.mjs';
import { launchLayout } from '../start/settings.mjs';

/**
 * @typedef {import('../demo/session.mjs').Session} OpenSession
 * @typedef {import('../demo/places/place.mjs').Place} Place
 */

/**
 * Creates a chain with the two organizations that the samples expect, and releases it afterwards unless it is to be
 * kept. Uses the running instance, or starts one for the duration of the work.
 * @template T
 * @param {{ settings: import('../start/settings.mjs').LaunchSettings, place: Place, keep: boolean, signal: AbortSignal }} options
 * @param {(session: OpenSession, channelPath: string) => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function onOwnChain({ settings, place, keep, signal }, work) {
  const instance = await demoInstance(settings, place, signal);
  try {
    const admin = credentials(process.env, launchLayout(instance.data).firstPassword);
    const session = new Session(instance.url, admin, signal);
    try {
      await session.rest.signIn();
      return await withChain(session, { place, keep }, work);
    } finally {
      session.close();
    }
  } finally {
    if (instance.stop) say('Stopping the instance that was started for this run');
    await instance.stop?.();
  }
}

/**
 * @template T
 * @param {OpenSession} session
 * @param {{ place: Place, keep: boolean }} options
 * @param {(session: OpenSession, channelPath: string) => Promise<T>} work
 */
async function withChain(session, { place, keep }, work) {
  const name = `conformance-${randomBytes(3).toString('hex')}`;
  const organizations = ['org1', 'org2'].map((organization) => ({ name: organization, peers: 1 }));
  const spec = { ...(await place.spec(session, name)), name, ordering: { orderers: 1 }, organizations };
  const chain = await session.operation(`Create chain ${name}`, () => session.rest.post('/chains', spec));
  try {
    const channel = await createChannel(session, chain);
    return await work(session, `/chains/${chain.id}/channels/${channel.id}`);
  } finally {
    if (!keep) await released(session, place, { ...chain, name });
  }
}

/**
 * @param {OpenSession} session
 * @param {Place} place
 * @param {import('../demo/places/place.mjs').DemoChain} chain
 */
async function released(session, place, chain) {
  await session.operation(`Release chain ${chain.name}`, () =>
    session.rest.post(`/chains/${chain.id}/release`, { confirmName: chain.name }),
  );
  await session.rest.delete(`/chains/${chain.id}`);
  const left = await place.leftovers(session, chain);
  if (left.length > 0) say(`Leftovers of ${chain.name}: ${left.join(', ')}`);
}
