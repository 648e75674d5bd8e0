import {
  formatImplicitMetaPolicy,
  fromImplicitMetaMessage,
  IMPLICIT_META_RULES,
  ImplicitMetaSyntaxError,
  implicitMetaThreshold,
  parseImplicitMetaPolicy,
  toImplicitMetaMessage,
} from './implicit-meta-policy';

describe('implicit meta policies', () => {
  test.each(IMPLICIT_META_RULES)('%s comes back from text and message', (rule) => {
    const policy = { rule, subPolicy: 'Admins' };
    expect(parseImplicitMetaPolicy(formatImplicitMetaPolicy(policy))).toEqual(policy);
    expect(fromImplicitMetaMessage(toImplicitMetaMessage(policy))).toEqual(policy);
  });

  test.each(['', 'ANY', 'any Admins', 'MOST Admins', 'ANY  Admins', 'ANY Admins now', 'ANY '])(
    'refuses "%s"',
    (text) => {
      expect(() => parseImplicitMetaPolicy(text)).toThrow(ImplicitMetaSyntaxError);
    },
  );

  test.each([
    ['ANY', 3, 1],
    ['ALL', 3, 3],
    ['MAJORITY', 2, 2],
    ['MAJORITY', 3, 2],
    ['MAJORITY', 4, 3],
    ['ANY', 0, 0],
    ['MAJORITY', 0, 0],
  ] as const)('%s of %d groups needs %d', (rule, groups, needed) => {
    expect(implicitMetaThreshold(rule, groups)).toBe(needed);
  });
});
