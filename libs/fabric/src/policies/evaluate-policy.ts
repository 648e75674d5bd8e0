import { gateThreshold, type PolicyExpression, type PolicyPrincipal } from './policy-expression';

/** A signer: an identity of one organization, in the one role that its certificate gives it. */
export type SigningPrincipal = Pick<PolicyPrincipal, 'mspId' | 'role'>;

/** The indexes of the signers that are already used. */
type Used = ReadonlySet<number>;

/**
 * Whether signatures of these distinct identities, in this order, satisfy the policy, evaluated as on the nodes
 * (`common/cauthdsl`): each signature counts once, each rule uses the first signature that fits, and a gate tries all
 * of its rules, even more than it needs. The order therefore matters where one signer fits several principals.
 */
export function evaluatePolicy(policy: PolicyExpression, signers: readonly SigningPrincipal[]): boolean {
  return evaluate(policy, signers, new Set()) !== undefined;
}

function evaluate(rule: PolicyExpression, signers: readonly SigningPrincipal[], used: Used): Used | undefined {
  if (rule.kind === 'principal') {
    const index = signers.findIndex((signer, candidate) => !used.has(candidate) && satisfies(signer, rule));
    return index === -1 ? undefined : new Set([...used, index]);
  }
  let verified = 0;
  let spent = used;
  for (const inner of rule.rules) {
    const after = evaluate(inner, signers, spent);
    if (!after) continue;
    verified += 1;
    spent = after;
  }
  return verified >= gateThreshold(rule) ? spent : undefined;
}

function satisfies(signer: SigningPrincipal, principal: PolicyPrincipal): boolean {
  return signer.mspId === principal.mspId && (principal.role === 'member' || principal.role === signer.role);
}
