import { ParticipationError } from './participation-errors';

describe('a refusal of the channel participation API', () => {
  it.each([
    [400, 'participation_refused', false],
    [404, 'channel_not_joined', false],
    [405, 'channel_already_joined', false],
    [409, 'channel_removal_pending', true],
    [413, 'participation_refused', false],
    [500, 'participation_failed', false],
    [503, 'participation_disabled', false],
  ])('with status %i is %s', (status, code, retryable) => {
    const error = new ParticipationError('orderer0:7053', status, 'its own words');

    expect(error).toMatchObject({ code, retryable, status });
    expect(error.message).toBe(`orderer0:7053 answered ${String(status)}: its own words`);
    expect(error.remedy).toMatch(/\.$/);
  });
});
