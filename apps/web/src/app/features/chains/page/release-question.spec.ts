import { chainOf } from '../../../../testing/builders';
import { releaseQuestion } from './release-question';

describe('the question before a release', () => {
  it('offers to keep ledgers only where they are volumes of a cluster', () => {
    expect(releaseQuestion(chainOf())).not.toHaveProperty('spare');
    const { spare, destroyed } = releaseQuestion(chainOf({ runtime: 'kubernetes', cluster: 'east' }));
    expect(destroyed).toContain(spare?.item);
    expect(destroyed).toContain('chain.releaseObjects');
  });
});
