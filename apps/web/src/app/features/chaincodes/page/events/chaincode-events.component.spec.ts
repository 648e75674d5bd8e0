import { ReadableStream } from 'node:stream/web';
import { chaincodeOf, chainId, channelId } from '../../../../../testing/builders';
import { mount, shows } from '../../../../../testing/mount';
import { TestApi } from '../../../../../testing/test-api';
import { ChaincodeEventsComponent } from './chaincode-events.component';

const path = `/chains/${chainId}/channels/${channelId}/chaincodes/${chaincodeOf().id}/events`;

const line = (blockNumber: number, payloadBase64 = btoa('{"id":"a1"}')): string =>
  `${JSON.stringify({
    type: 'event',
    blockNumber,
    transactionId: blockNumber.toString(16).padStart(64, '0'),
    name: 'AssetCreated',
    payload: '',
    payloadBase64,
  })}\n`;

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
  it('follows events live, and shows bytes that are no text as such', async () => {
    const mounted = await section();
    expect(mounted.server.requests).toEqual([]);
    await mounted.press('Follow');
    const [request] = mounted.server.asked('GET', path);
    expect([request?.url.includes('?'), request?.headers.get('Accept')]).toEqual([false, 'application/x-ndjson']);
    await shows(mounted, 'Live', 'No event yet');
    mounted.stream.write(`\n${line(7)}`);
    await shows(mounted, 'AssetCreated', '"id": "a1"');
    // A line may come in two parts.
    const parts = line(8, 'AAEC//4=');
    mounted.stream.write(parts.slice(0, 20));
    mounted.stream.write(parts.slice(20));
    await shows(mounted, 'These bytes are no text', 'AAEC//4=');
    const links = [...mounted.element.querySelectorAll('a')].map((link) => link.getAttribute('href'));
    expect(links.slice(0, 2)).toEqual([
      `/chains/${chainId}/channels/${channelId}/blocks/8`,
      `/chains/${chainId}/channels/${channelId}/transactions/${'8'.padStart(64, '0')}`,
    ]);
    await mounted.press('Stop');
  });

  it('replays from a block, by name', async () => {
    const mounted = await section();
    mounted.type(0, 'AssetCreated');
    mounted.type(1, '3');
    await mounted.press('Replay');
    expect(mounted.server.asked('GET', path)[0]?.url).toContain('?eventName=AssetCreated&fromBlock=3');
    await mounted.press('Stop');
  });

  it('gathers what comes while it is paused', async () => {
    const mounted = await section();
    await mounted.press('Follow');
    await mounted.press('Pause');
    mounted.stream.write(line(7));
    await shows(mounted, 'Resume (1 new)');
    expect(mounted.text()).not.toContain('AssetCreated');
    await mounted.press('Resume');
    await shows(mounted, 'AssetCreated');
    await mounted.press('Stop');
  });

  it('tells why the server ended the stream', async () => {
    const mounted = await section();
    await mounted.press('Follow');
    const problem = {
      type: 'about:blank',
      title: 'No',
      status: 409,
      code: 'invalid_state',
      detail: 'The chain is stopped.',
    };
    mounted.stream.write(`${JSON.stringify({ type: 'problem', problem })}\n`);
    await shows(mounted, 'The chain is stopped.');
  });
});
