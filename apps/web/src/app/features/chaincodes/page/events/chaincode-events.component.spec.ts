import { ReadableStream } from 'node:stream/web';
import type { ChaincodeEvent, Problem } from '@heddle/contracts';
import { chaincodeOf, chainId, channelId } from '../../../../../testing/builders';
import { mount, shows } from '../../../../../testing/mount';
import { TestApi } from '../../../../../testing/test-api';
import { ChaincodeEventsComponent } from './chaincode-events.component';

const path = `/chains/${chainId}/channels/${channelId}/chaincodes/${chaincodeOf().id}/events`;

const eventOf = (blockNumber: number, changes: Partial<ChaincodeEvent> = {}): ChaincodeEvent => ({
  type: 'event',
  blockNumber,
  transactionId: blockNumber.toString(16).padStart(64, '0'),
  name: 'AssetCreated',
  payload: '',
  payloadBase64: btoa('{"id":"a1"}'),
  ...changes,
});
const line = (blockNumber: number): string => `${JSON.stringify(eventOf(blockNumber))}\n`;
const stopped: Problem = {
  type: 'about:blank',
  title: 'No',
  status: 409,
  code: 'invalid_state',
  detail: 'The chain is stopped.',
};

/** A stream that the spec writes to. */
function streaming() {
  const encoder = new TextEncoder();
  let write: (text: string) => void = () => undefined;
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      write = (text) => {
        controller.enqueue(encoder.encode(text));
      };
    },
  });
  const say = (text: string): void => {
    write(text);
  };
  return { response: new Response(body as BodyInit), write: say };
}

async function section() {
  const server = new TestApi();
  const stream = streaming();
  server.answer('GET', path, stream.response);
  const mounted = await mount(ChaincodeEventsComponent, {
    providers: [server.provider],
    inputs: { chaincode: chaincodeOf() },
  });
  const press = async (name: string): Promise<void> => {
    [...mounted.element.querySelectorAll('button')].find((button) => button.textContent.includes(name))?.click();
    await mounted.fixture.whenStable();
  };
  const type = (index: number, text: string): void => {
    const input = mounted.element.querySelectorAll('input')[index];
    if (input === undefined) throw new Error('There is no such field.');
    input.value = text;
    input.dispatchEvent(new Event('input'));
  };
  return { ...mounted, server, stream, press, type };
}

describe('ChaincodeEventsComponent', () => {
  it('shows events live while it is open, and bytes that are no text as such', async () => {
    const mounted = await section();
    await shows(mounted, 'Live', 'No event yet');
    expect(mounted.server.requests).toEqual([]);
    const named = { subscription: 'events-1', chainId, channelId, chaincodeId: chaincodeOf().id };
    expect(mounted.socket.eventRequests).toEqual([named]);
    mounted.socket.publish({ type: 'event', event: eventOf(7) });
    await shows(mounted, 'AssetCreated', '"id": "a1"');
    mounted.socket.publish({ type: 'event', event: eventOf(8, { payloadBase64: 'AAEC//4=' }) });
    await shows(mounted, 'These bytes are no text', 'AAEC//4=');
    const links = [...mounted.element.querySelectorAll('a')].map((link) => link.getAttribute('href'));
    expect(links.slice(0, 2)).toEqual([
      `/chains/${chainId}/channels/${channelId}/blocks/8`,
      `/chains/${chainId}/channels/${channelId}/transactions/${'8'.padStart(64, '0')}`,
    ]);
    mounted.fixture.destroy();
    await Promise.resolve();
    expect(mounted.socket.unsubscribed).toEqual(['events-1']);
  });

  it('says when the connection is lost, and goes on after the last event', async () => {
    const mounted = await section();
    await shows(mounted, 'Live');
    mounted.socket.drop();
    await shows(mounted, 'Connection lost, reconnecting');
    mounted.socket.back();
    await shows(mounted, 'Live');
    mounted.socket.publish({ type: 'event', event: eventOf(7) });
    mounted.socket.publish({ type: 'state', state: 'reconnecting' });
    await shows(mounted, 'Connection lost, reconnecting', 'AssetCreated');
    mounted.socket.drop();
    mounted.socket.back();
    await shows(mounted, 'Live', 'AssetCreated');
    const { transactionId } = eventOf(7);
    expect(mounted.socket.eventRequests.slice(1)).toMatchObject([
      { fromBlock: 5 },
      { fromBlock: 7, afterTransactionId: transactionId },
    ]);
  });

  it('says which events were left out, and replays them', async () => {
    const mounted = await section();
    await shows(mounted, 'Live');
    mounted.socket.publish({ type: 'gap', fromBlock: 7, afterTransactionId: 'a'.repeat(64), toBlock: 90 });
    await shows(mounted, 'from block 7 to block 90');
    await mounted.press('Replay from block 7');
    expect(mounted.server.asked('GET', path)[0]?.url).toContain('?fromBlock=7');
    expect(mounted.text()).not.toContain('left out');
    await mounted.press('Stop');
  });

  it('follows events of one name', async () => {
    const mounted = await section();
    mounted.type(0, 'Sold');
    await mounted.press('Follow');
    await shows(mounted, 'Live');
    mounted.socket.publish({ type: 'event', event: eventOf(7) });
    mounted.socket.publish({ type: 'event', event: eventOf(8, { name: 'Sold' }) });
    await shows(mounted, 'Sold');
    expect(mounted.text()).not.toContain('AssetCreated');
    expect(mounted.socket.unsubscribed).toEqual(['events-1']);
  });

  it('replays from a block, by name, and goes on from there', async () => {
    const mounted = await section();
    mounted.type(0, 'AssetCreated');
    mounted.type(1, '3');
    await mounted.press('Replay');
    const [request] = mounted.server.asked('GET', path);
    expect(request?.url).toContain('?eventName=AssetCreated&fromBlock=3');
    expect(request?.headers.get('Accept')).toBe('application/x-ndjson');
    expect(mounted.socket.unsubscribed).toEqual(['events-1']);
    // A line may come in two parts.
    const parts = line(7);
    mounted.stream.write(`\n${parts.slice(0, 20)}`);
    mounted.stream.write(parts.slice(20));
    await shows(mounted, 'AssetCreated', '"id": "a1"');
    await mounted.press('Stop');
  });

  it('gathers what comes while it is paused', async () => {
    const mounted = await section();
    await shows(mounted, 'Live');
    await mounted.press('Pause');
    mounted.socket.publish({ type: 'event', event: eventOf(7) });
    await shows(mounted, 'Resume (1 new)');
    expect(mounted.text()).not.toContain('AssetCreated');
    await mounted.press('Resume');
    await shows(mounted, 'AssetCreated');
  });

  it.each(['live', 'replayed'])('shows why the server ended %s events', async (kind) => {
    const mounted = await section();
    await shows(mounted, 'Live');
    if (kind === 'live') mounted.socket.publish({ type: 'ended', problem: stopped });
    else {
      await mounted.press('Replay');
      mounted.stream.write(`${JSON.stringify({ type: 'problem', problem: stopped })}\n`);
    }
    await shows(mounted, 'The chain is stopped.', 'Follow shows events');
  });

  it('shows why the server refuses, and asks again on demand', async () => {
    const mounted = await section();
    await shows(mounted, 'Live');
    mounted.socket.refusal = stopped;
    await mounted.press('Follow');
    await shows(mounted, 'The chain is stopped.');
    await mounted.press('Follow');
    await shows(mounted, 'Live');
    expect(mounted.text()).not.toContain('The chain is stopped.');
  });
});
