import { api as routes, type BlocksAck, type BlocksMessage, type Channel } from '@heddle/contracts';
import { until, type LiveClient } from '../testing/api-under-test';
import { ChainUnderTest } from '../testing/chain-under-test';

jest.setTimeout(120_000);

describe('the live blocks of a channel', () => {
  let running: ChainUnderTest;
  let channel: Channel;

  beforeAll(async () => {
    running = await ChainUnderTest.start({
      name: 'lively',
      ordering: { orderers: 1 },
      organizations: [{ name: 'org1', peers: 1 }],
    });
    channel = await running.channel('orders');
  });
  afterAll(() => running.stop());

  async function subscribe(socket: LiveClient, channelId: string): Promise<{ ack: BlocksAck; got: BlocksMessage[] }> {
    const got: BlocksMessage[] = [];
    socket.on('blocks', (message) => got.push(message));
    const ack = await new Promise<BlocksAck>((resolve) => {
      socket.emit('subscribeBlocks', { chainId: running.chain.id, channelId }, resolve);
    });
    return { ack, got };
  }

  it('are delivered when they are committed, with the same height and summary as the list', async () => {
    const params = { chainId: running.chain.id, channelId: channel.id };
    const before = await running.client.ask(routes.blocks.list, { params });
    const { ack, got } = await subscribe(await running.api.socket(), channel.id);
    expect(ack).toEqual({ ok: true, channelId: channel.id, height: before.height });
    await running.deploy(channel, 'assets');
    const after = await running.client.ask(routes.blocks.list, { params });
    const heightOf = (message: BlocksMessage | undefined) => (message?.type === 'blocks' ? message.height : 0);
    await until(() => heightOf(got.at(-1)) === after.height);
    const blocks = got.flatMap((message) => (message.type === 'blocks' ? message.blocks : []));
    expect(blocks.toReversed()).toEqual(after.items.filter(({ number }) => number >= before.height));
  });

  it('are rejected for an unknown channel', async () => {
    const { ack } = await subscribe(await running.api.socket(), '6f3fd4bd-58fb-4df2-9c36-4b0b60c37b5b');
    expect(ack).toMatchObject({ ok: false, problem: { status: 404, code: 'not_found' } });
    const malformed = await subscribe(await running.api.socket(), 'nonsense');
    expect(malformed.ack).toMatchObject({ ok: false, problem: { code: 'validation_failed' } });
  });
});
