import fc from 'fast-check';
import { evaluatePolicy, type SigningPrincipal } from './evaluate-policy';
import { parsePolicy } from './parse-policy';
import { gateThreshold, type PolicyExpression, type PolicyPrincipal } from './policy-expression';
import { policyGate } from './spec/arbitrary-policy';
import { EVALUATED_BY_FABRIC } from './spec/evaluated-by-fabric';

function signers(...names: readonly string[]): SigningPrincipal[] {
  return names.map((name) => {
    const parsed = parsePolicy(`OR('${name}')`);
    if (parsed.kind === 'principal' || parsed.rules[0]?.kind !== 'principal') throw new Error(name);
    return parsed.rules[0];
  });
}

describe('evaluatePolicy', () => {
  test.each([
    ["OR('A.member', 'B.member')", ['A.peer'], true],
    ["OR('A.member', 'B.member')", ['C.peer'], false],
    ["OR('A.member', 'B.member')", [], false],
    ["AND('A.peer', 'B.peer')", ['B.peer', 'A.peer'], true],
    ["AND('A.peer', 'B.peer')", ['A.peer'], false],
    ["AND('A.peer', 'B.peer')", ['A.peer', 'B.client'], false],
    ["OutOf(2, 'A.peer', 'B.peer', 'C.peer')", ['C.peer', 'A.peer'], true],
    ["OutOf(2, 'A.peer', 'B.peer', 'C.peer')", ['C.peer', 'C.peer'], false],
    ["OR('A.admin')", ['A.member'], false],
    // one signature counts once
    ["AND('A.member', 'A.member')", ['A.peer'], false],
    ["AND('A.member', 'A.member')", ['A.peer', 'A.peer'], true],
    // the first signature that fits is used, also where another order would have succeeded
    ["AND('A.member', 'A.admin')", ['A.admin', 'A.peer'], false],
    ["AND('A.member', 'A.admin')", ['A.peer', 'A.admin'], true],
    // a gate continues after it has enough, and consumes the signatures it finds
    ["AND(OR('A.member', 'B.member'), 'B.member')", ['A.peer', 'B.peer'], false],
    ["AND('B.member', OR('A.member', 'B.member'))", ['A.peer', 'B.peer'], true],
    // a gate that fails releases the signatures it used
    ["OR(AND('A.member', 'B.member'), 'A.member')", ['A.peer'], true],
  ])('%s signed by %j: %s', (text, names, expected) => {
    expect(evaluatePolicy(parsePolicy(text), signers(...names))).toBe(expected);
  });

  test.each(EVALUATED_BY_FABRIC)('as Fabric: %s signed by %s: %s', (text, names, expected) => {
    expect(evaluatePolicy(parsePolicy(text), signers(...names.split(' ')))).toBe(expected);
  });

  test('agrees with the structure of the policy where every principal is of another organization', () => {
    fc.assert(
      fc.property(policyGate, fc.array(fc.boolean(), { minLength: 64, maxLength: 64 }), (policy, signed) => {
        const apart = withOwnOrganizations(policy);
        const present = leaves(apart).filter((_leaf, index) => signed[index % signed.length]);
        expect(evaluatePolicy(apart, present)).toBe(holds(apart, new Set(present.map(({ mspId }) => mspId))));
      }),
      { seed: 10, numRuns: 1000 },
    );
  });

  test('is never satisfied by fewer signers than it needs in the cheapest way', () => {
    fc.assert(
      fc.property(policyGate, (policy) => {
        const cheapest = cost(policy);
        expect(evaluatePolicy(policy, leaves(policy).slice(0, cheapest - 1))).toBe(false);
      }),
      { seed: 11, numRuns: 500 },
    );
  });
});

function withOwnOrganizations(policy: PolicyExpression, path = 'Org'): PolicyExpression {
  if (policy.kind === 'principal') return { ...policy, mspId: path };
  return { ...policy, rules: policy.rules.map((rule, index) => withOwnOrganizations(rule, `${path}.${index}`)) };
}

function leaves(policy: PolicyExpression): PolicyPrincipal[] {
  return policy.kind === 'principal' ? [policy] : policy.rules.flatMap(leaves);
}

/** The policy as plain logic over organizations. */
function holds(policy: PolicyExpression, present: ReadonlySet<string>): boolean {
  if (policy.kind === 'principal') return present.has(policy.mspId);
  return policy.rules.filter((rule) => holds(rule, present)).length >= gateThreshold(policy);
}

function cost(policy: PolicyExpression): number {
  if (policy.kind === 'principal') return 1;
  const costs = policy.rules.map(cost).sort((a, b) => a - b);
  return costs.slice(0, gateThreshold(policy)).reduce((sum, next) => sum + next, 0);
}
