import fc from 'fast-check';
import { POLICY_ROLES, type PolicyExpression, type PolicyPrincipal } from '../policy-expression';

const mspId = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9.-]{0,8}$/);

export const principal: fc.Arbitrary<PolicyPrincipal> = fc.record({
  kind: fc.constant('principal' as const),
  mspId,
  role: fc.constantFrom(...POLICY_ROLES),
});

/** Policies as a user could write them: every gate has rules and a threshold within them. */
export const policyGate: fc.Arbitrary<PolicyExpression> = gate(2);

function gate(depth: number): fc.Arbitrary<PolicyExpression> {
  const rule = depth === 0 ? principal : fc.oneof({ weight: 3, arbitrary: principal }, gate(depth - 1));
  const rules = fc.array(rule, { minLength: 1, maxLength: 4 });
  return fc.oneof(
    fc.record({ kind: fc.constantFrom('and' as const, 'or' as const), rules }),
    rules.chain((list) =>
      fc.record({
        kind: fc.constant('outOf' as const),
        n: fc.integer({ min: 1, max: list.length }),
        rules: fc.constant(list),
      }),
    ),
  );
}
