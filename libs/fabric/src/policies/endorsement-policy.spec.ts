import { endorsementPolicyText, parseEndorsementPolicy, toEndorsementPolicy } from './endorsement-policy';
import { parsePolicy } from './parse-policy';
import { isOrOfPrincipals } from './policy-expression';
import { PolicySyntaxError } from './policy-error';

describe('an endorsement policy as text', () => {
  it.each([
    ['/Channel/Application/Endorsement', '/Channel/Application/Endorsement'],
    ['Channel/Application/Admins', '/Channel/Application/Admins'],
    ['Application/Writers', '/Channel/Application/Writers'],
    [' /Channel/Application/Org1/Endorsement ', '/Channel/Application/Org1/Endorsement'],
  ])('%s is a reference to %s', (text, path) => {
    expect(parseEndorsementPolicy(text)).toEqual({ type: 'reference', path });
    expect(endorsementPolicyText(toEndorsementPolicy(text))).toBe(path);
  });

  it.each(["OR('Org1MSP.member')", "OutOf(2, 'A.peer', 'B.peer', AND('C.admin', 'D.client'))"])(
    '%s is a signature policy, and comes back as it was written',
    (text) => {
      expect(endorsementPolicyText(toEndorsementPolicy(text))).toBe(text);
    },
  );

  it.each(['/', '//Endorsement', '/Channel/Application/', 'a b/c', 'Org1MSP.member'])('refuses %s', (text) => {
    expect(() => parseEndorsementPolicy(text)).toThrow(PolicySyntaxError);
  });
});

describe('isOrOfPrincipals', () => {
  it.each([
    ["OR('A.member', 'B.member')", true],
    ["OR('A.member', OR('B.peer', 'C.client'))", true],
    ["OutOf(1, 'A.member', 'B.member')", true],
    ["AND('A.member')", true],
    ["AND('A.member', 'B.member')", false],
    ["OR('A.member', AND('B.member', 'C.member'))", false],
    ["OutOf(2, 'A.member', 'B.member', 'C.member')", false],
  ])('%s: %s', (text, expected) => {
    expect(isOrOfPrincipals(parsePolicy(text))).toBe(expected);
  });
});
