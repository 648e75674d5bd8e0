import { Patience } from './patience';
import type { Outlook, ReasonCode, Trouble } from './reasons/node-reason';

describe('Patience', () => {
  let now = 0;
  const patience = () => {
    now = 1_000;
    return new Patience({ unschedulable: 100, volume_pending: 50 }, () => now);
  };
  const trouble = (code: ReasonCode, outlook: Outlook): Trouble => ({
    state: 'unready',
    code,
    outlook,
    sentence: 'No.',
  });
  const doubtful = trouble('unschedulable', 'doubtful');

  it('ends when a doubtful reason has stood for its time', () => {
    const subject = patience();
    expect(subject.isOver('peer0', doubtful)).toBe(false);
    now += 99;
    expect(subject.isOver('peer0', doubtful)).toBe(false);
    expect(subject.nextEndMs()).toBe(1);
    now += 1;
    expect(subject.isOver('peer0', doubtful)).toBe(true);
  });

  it('starts from zero with another reason, after a good moment, and for another node', () => {
    const subject = patience();
    subject.isOver('peer0', doubtful);
    now += 99;
    subject.isOver('peer0', { state: 'running', code: null, sentence: null });
    expect(subject.nextEndMs()).toBe(Infinity);
    now += 99;
    expect(subject.isOver('peer0', doubtful)).toBe(false);
    now += 99;
    expect(subject.isOver('peer0', trouble('volume_pending', 'doubtful'))).toBe(false);
    expect(subject.isOver('peer1', doubtful)).toBe(false);
    expect(subject.nextEndMs()).toBe(50);
  });

  it('never ends while recovery is possible, and ends immediately otherwise', () => {
    const subject = patience();
    expect(subject.isOver('peer0', trouble('node_failed', 'hopeful'))).toBe(false);
    now += 1_000_000;
    expect(subject.isOver('peer0', trouble('node_failed', 'hopeful'))).toBe(false);
    expect(subject.isOver('peer0', trouble('node_failed', 'hopeless'))).toBe(true);
  });
});
