import { stepLabel } from './step-names';

describe('the name of a step', () => {
  it('is a message of the console where it has one for this kind of operation', () => {
    expect(stepLabel('chain.create', 'nodes')).toEqual({ key: 'step.chain.create.nodes' });
    expect(stepLabel('chain.release', 'nodes')).toEqual({ key: 'step.chain.release.nodes' });
  });

  it("is the server's own otherwise", () => {
    expect(stepLabel('chain.stop', 'drain_first-peer')).toEqual({ text: 'Drain first peer' });
  });
});
