import { ChaincodeEventsMessage, SubscribeChaincodeEvents } from './chaincode-event-feed';

const request = {
  subscription: 'one',
  chainId: '00000000-0000-4000-8000-000000000001',
  channelId: '00000000-0000-4000-8000-000000000002',
  chaincodeId: '00000000-0000-4000-8000-000000000003',
};
const transactionId = 'a'.repeat(64);

describe('a subscription of chaincode events', () => {
  it.each([{}, { fromBlock: 0 }, { fromBlock: 7, afterTransactionId: transactionId }])('starts at %j', (place) => {
    expect(SubscribeChaincodeEvents.parse({ ...request, ...place })).toEqual({ ...request, ...place });
  });

  it.each([
    { afterTransactionId: transactionId },
    { fromBlock: -1 },
    { fromBlock: '7' },
    { fromBlock: 7, afterTransactionId: transactionId.toUpperCase() },
    { subscription: '' },
    { subscription: 'a'.repeat(61) },
    { chaincodeId: 'assets' },
    { room: 'user' },
  ])('is rejected with %j', (part) => {
    expect(SubscribeChaincodeEvents.safeParse({ ...request, ...part }).success).toBe(false);
  });

  it('delivers events like REST, and reports which ones it left out', () => {
    const event = {
      type: 'event',
      blockNumber: 7,
      transactionId,
      name: 'Sold',
      payload: '\uFFFD',
      payloadBase64: '/w==',
    };
    for (const message of [
      { type: 'event', subscription: 'one', event },
      { type: 'gap', subscription: 'one', fromBlock: 7, afterTransactionId: transactionId, toBlock: 90 },
      { type: 'state', subscription: 'one', state: 'reconnecting' },
    ]) {
      expect(ChaincodeEventsMessage.parse(message)).toEqual(message);
    }
  });
});
