import { EndorsersUnavailableError } from '@heddle/fabric';
import { gatheringEndorsers } from './gathering-endorsers';

const missing = () => new EndorsersUnavailableError('no peers available to evaluate chaincode basic');

describe('a call whose endorsers are not known yet', () => {
  it('is repeated until they are', async () => {
    let calls = 0;
    const answer = gatheringEndorsers(() => {
      calls += 1;
      return calls < 3 ? Promise.reject(missing()) : Promise.resolve('done');
    });
    expect([await answer, calls]).toEqual(['done', 3]);
  });

  it('fails if they stay unknown', async () => {
    await expect(gatheringEndorsers(() => Promise.reject(missing()), { limitMs: 0 })).rejects.toBeInstanceOf(
      EndorsersUnavailableError,
    );
  });

  it('is not repeated after any other failure', async () => {
    let calls = 0;
    const failed = gatheringEndorsers(() => {
      calls += 1;
      return Promise.reject(new Error('refused'));
    });
    await expect(failed).rejects.toThrow('refused');
    expect(calls).toBe(1);
  });
});
