import fc from 'fast-check';
import { formatPolicy } from './format-policy';
import { parsePolicy } from './parse-policy';
import { policyMspIds } from './policy-expression';
import { PolicySyntaxError } from './policy-error';
import { policyGate } from './spec/arbitrary-policy';

const member = (mspId: string) => ({ kind: 'principal', mspId, role: 'member' });

function syntaxError(text: string): PolicySyntaxError {
  try {
    parsePolicy(text);
  } catch (error) {
    if (error instanceof PolicySyntaxError) return error;
    throw error;
  }
  throw new Error(`${text} was accepted`);
}

describe('parsePolicy', () => {
  test.each([
    ["OR('Org1MSP.member')", { kind: 'or', rules: [member('Org1MSP')] }],
    [
      "AND('A.member', OR('B.member','C.member'))",
      { kind: 'and', rules: [member('A'), { kind: 'or', rules: [member('B'), member('C')] }] },
    ],
    [
      "OutOf(2, 'A.member', 'B.member', 'C.member')",
      { kind: 'outOf', n: 2, rules: [member('A'), member('B'), member('C')] },
    ],
    ['  or (\n"A.member" )  ', { kind: 'or', rules: [member('A')] }],
    ["Outof(1,'A.member')".replace('Outof', 'outof'), { kind: 'outOf', n: 1, rules: [member('A')] }],
    ["AND('my.org-1.member')", { kind: 'and', rules: [member('my.org-1')] }],
    ["OR('a.admin.member')", { kind: 'or', rules: [member('a.admin')] }],
  ])('reads %s', (text, expected) => {
    expect(parsePolicy(text)).toEqual(expected);
  });

  test.each([
    ['', 'policy_empty', 0],
    ['   ', 'policy_empty', 0],
    ["'Org1MSP.member'", 'policy_unexpected_token', 0],
    ["XOR('A.member')", 'policy_unknown_gate', 0],
    ["oR('A.member')", 'policy_unknown_gate', 0],
    ["OR('A.member', NOT('B.member'))", 'policy_unknown_gate', 15],
    ["OR('A.boss')", 'policy_unknown_role', 3],
    ["OR('A.Member')", 'policy_unknown_role', 3],
    ["OR('Org1MSP.peer0.org1')", 'policy_unknown_role', 3],
    ["OR('member')", 'policy_bad_principal', 3],
    ["OR('my_org.member')", 'policy_bad_principal', 3],
    ["OR('')", 'policy_bad_principal', 3],
    ['OR()', 'policy_too_few_arguments', 3],
    ["OutOf(0, 'A.member')", 'policy_threshold', 6],
    ["OutOf(3, 'A.member', 'B.member')", 'policy_threshold', 6],
    ["OutOf('A.member')", 'policy_unexpected_token', 6],
    ['OutOf(1)', 'policy_unexpected_token', 7],
    ["OutOf(1.5, 'A.member')", 'policy_threshold', 6],
    ["OutOf(-1, 'A.member')", 'policy_threshold', 6],
    ["OutOf(.5, 'A.member')", 'policy_threshold', 6],
    ["OR('A.member'", 'policy_unexpected_token', 13],
    ["OR('A.member' 'B.member')", 'policy_unexpected_token', 14],
    ["OR('A.member',)", 'policy_unexpected_token', 14],
    ["OR('A.member'))", 'policy_unexpected_token', 14],
    ["OR('A.member') AND", 'policy_unexpected_token', 15],
    ["OR('A.member)", 'policy_unterminated_string', 3],
    ["OR('A.member') || OR('B.member')", 'policy_unexpected_token', 15],
    [`${'OR('.repeat(40)}'A.member'${')'.repeat(40)}`, 'policy_too_deep', 96],
  ])('refuses %s', (text, code, position) => {
    const error = syntaxError(text);
    expect({ code: error.code, position: error.position }).toEqual({ code, position });
    expect(error.message).toContain(`character ${position + 1}`);
    expect(error.remedy).not.toBe('');
  });

  test.each([
    ["OR('Org1MSP.peer0.org1')", 'member, admin, client, peer or orderer'],
    ["OR('peer')", 'member, admin, client, peer or orderer'],
    ["OutOf(1.5, 'A.member', 'B.member')", 'whole number'],
    ["OutOf(3, 'A.member', 'B.member')", 'whole number from 1 to 2'],
  ])('says for %s what is right: %s', (text, right) => {
    const { message, remedy } = syntaxError(text);
    expect(`${message} ${remedy}`).toContain(right);
  });

  test('reads back what formatPolicy writes', () => {
    fc.assert(
      fc.property(policyGate, (policy) => {
        expect(parsePolicy(formatPolicy(policy))).toEqual(policy);
      }),
      { seed: 7, numRuns: 500 },
    );
  });
});

describe('policyMspIds', () => {
  test('names each MSP once, in order of appearance', () => {
    expect(policyMspIds(parsePolicy("OR('B.peer', AND('A.admin', 'B.client'), 'C.member')"))).toEqual(['B', 'A', 'C']);
  });
});
