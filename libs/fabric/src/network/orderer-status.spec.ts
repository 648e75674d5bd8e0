import { fromOrdererStatus } from './orderer-status';

describe('fromOrdererStatus', () => {
  it('allows to send a change of consenters again that the leader refuses while it has not heard from all', () => {
    const words =
      "error applying config update to existing channel 'orders': consensus metadata update for channel config update is invalid: 2 out of 3 nodes are alive, configuration will result in quorum loss";
    expect(fromOrdererStatus('BAD_REQUEST', words)).toMatchObject({
      code: 'no_leader',
      message: `The ordering service is not available: ${words}`,
      retryable: true,
    });
  });

  it('does not for one that stays wrong', () => {
    const words = 'update of more than one consenter at a time is not supported';
    expect(fromOrdererStatus('BAD_REQUEST', words)).toMatchObject({ code: 'orderer_refused', retryable: false });
  });
});
