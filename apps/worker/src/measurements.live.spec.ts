import { chainRoom, type LiveValues, type NodeMeasurements } from '@heddle/contracts';
import { createRedis, LiveSubscriber } from '@heddle/queue';
import type { Place } from './testing/chaincodes';
import { CHANNEL, servingChain } from './testing/serving-chain';
import { TestInstallation } from './testing/test-installation';
import { underSubmits } from './testing/under-submits';
import { until } from './testing/until';

jest.setTimeout(240_000);

let installation: TestInstallation;
let place: Place;
let subscriber: LiveSubscriber;
/** When each message of transient values arrived, and what it has. */
const messages: { readonly at: number; readonly message: LiveValues }[] = [];

beforeAll(async () => {
  installation = await TestInstallation.open();
  await installation.startWorker();
  place = await servingChain(installation);
  const { redis } = installation.settings;
  subscriber = new LiveSubscriber({
    redis: createRedis(redis, 'blocking'),
    prefix: redis.prefix,
    log: { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined },
    onEvent: () => undefined,
    onValues: (message) => messages.push({ at: performance.now(), message }),
  });
  await subscriber.start();
});
afterAll(async () => {
  await subscriber.stop();
  await installation.dispose();
});

const measured = (): NodeMeasurements[] => messages.flatMap(({ message }) => message.values.map(({ node }) => node));

it('heights of a busy chain are published once a second, and no stored event leaves the room for them', async () => {
  const { live, nodes, channels } = installation.database.store;
  const room = chainRoom(place.chainId);
  const peer = await nodes.byName(place.chainId, 'peer0-org1');
  const heights = () =>
    measured().flatMap(({ id, blockHeights }) => (id === peer?.id ? [blockHeights[CHANNEL] ?? 0] : []));
  const before = await live.lastSeq(room);
  messages.length = 0;
  await underSubmits(installation, place, () =>
    until(() => Promise.resolve(messages.length >= 5), 'heights are published'),
  );
  expect(await live.lastSeq(room)).toBe(before);

  const gaps = messages.slice(1).map(({ at }, index) => at - (messages[index]?.at ?? 0));
  // Timers may end a little early, and a message may arrive late.
  expect(Math.min(...gaps)).toBeGreaterThan(900);
  expect(messages.every(({ message }) => message.room === room)).toBe(true);
  expect(heights()).toEqual(heights().toSorted((a, b) => a - b));
  const newest = heights().at(-1) ?? 0;
  expect(newest).toBeGreaterThan(heights()[0] ?? 0);
  // What is read by REST is at least as new.
  expect((await nodes.byName(place.chainId, 'peer0-org1'))?.blockHeights[CHANNEL]).toBeGreaterThanOrEqual(newest);
  expect((await channels.get(place.channelId)).height).toBeGreaterThanOrEqual(newest - 1);
});
