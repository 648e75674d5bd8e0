import { checkpointOf, type ChaincodeEvent } from '@heddle/contracts';
import { formatFor } from './event-format';

const event: ChaincodeEvent = {
  type: 'event',
  blockNumber: 7,
  transactionId: 'a'.repeat(64),
  name: 'Sold',
  payload: 'one\ntwo',
  payloadBase64: 'b25lCnR3bw==',
};

describe('a stream of chaincode events', () => {
  it('is lines of JSON, with an empty line as heartbeat', () => {
    for (const accept of [undefined, '*/*', 'application/x-ndjson']) {
      const { media, ...format } = formatFor(accept);
      expect(media).toBe('application/x-ndjson');
      expect(format.event(event)).toBe(`${JSON.stringify(event)}\n`);
      expect(format.heartbeat).toBe('\n');
    }
  });

  it('is server-sent events on request, each with its position as id', () => {
    const format = formatFor('text/event-stream, */*');
    const [id, data, ...rest] = format.event(event).split('\n');
    expect(id).toBe(`id: 7/${'a'.repeat(64)}`);
    expect(checkpointOf((id ?? '').slice(4))).toEqual({ blockNumber: 7, transactionId: 'a'.repeat(64) });
    expect(JSON.parse((data ?? '').slice(6))).toEqual(event);
    expect(rest).toEqual(['', '']);
    expect(format.heartbeat).toBe(':\n\n');
  });

  it.each(['', '7', 'x/y', `-1/${'a'.repeat(64)}`, `7/${'A'.repeat(64)}`])('has no position %p', (text) => {
    expect(checkpointOf(text)).toBeUndefined();
  });
});
