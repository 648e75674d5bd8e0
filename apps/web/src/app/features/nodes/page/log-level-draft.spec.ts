import { nodeOf } from '../../../../testing/builders';
import { logLevelDraftOf, logLevelSchema, toLogLevel, type LogLevelDraft } from './log-level-draft';

const draft: LogLevelDraft = { level: 'custom', spec: ' gossip=debug:info ', minutes: 30 };
const fieldsOf = (value: LogLevelDraft) =>
  (logLevelSchema['~standard'].validate(value).issues ?? []).flatMap(({ path }) => path ?? []);

describe('the draft of a log level', () => {
  it.each([
    [null, { level: 'debug', spec: '', minutes: 30 }],
    ['warning', { level: 'warning', spec: '', minutes: 30 }],
    ['gossip=debug:info', { level: 'custom', spec: 'gossip=debug:info', minutes: 30 }],
  ])('begins with what the node has: %s', (spec, begun) => {
    const logLevel = spec === null ? null : { spec, until: '2026-01-02T12:00:00.000Z' };
    expect(logLevelDraftOf(nodeOf({ logLevel }))).toEqual(begun);
  });

  it('sends the level, or the custom specification without blanks around it', () => {
    expect(toLogLevel({ ...draft, level: 'error' })).toEqual({ spec: 'error', minutes: 30 });
    expect(toLogLevel(draft)).toEqual({ spec: 'gossip=debug:info', minutes: 30 });
  });

  it.each<[Partial<LogLevelDraft>, string[]]>([
    [{}, []],
    [{ spec: '' }, ['spec']],
    [{ spec: 'gossip debug' }, ['spec']],
    [{ level: 'info', spec: '' }, []],
    [{ minutes: 0 }, ['minutes']],
    [{ minutes: 1.5 }, ['minutes']],
    [{ minutes: 1_441 }, ['minutes']],
  ])('refuses %j at %j', (changes, fields) => {
    expect(fieldsOf({ ...draft, ...changes })).toEqual(fields);
  });
});
