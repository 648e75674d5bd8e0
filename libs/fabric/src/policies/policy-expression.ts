/** The roles that Fabric's policy language knows (`common/policydsl`, `msp.MSPRole`). `member` includes all others. */
export const POLICY_ROLES = ['member', 'admin', 'client', 'peer', 'orderer'] as const;
export type PolicyRole = (typeof POLICY_ROLES)[number];

/** Any identity of one organization in one role: `'Org1MSP.peer'` in policy text. */
export interface PolicyPrincipal {
  readonly kind: 'principal';
  readonly mspId: string;
  readonly role: PolicyRole;
}

/** A gate: `and` requires every rule, `or` one of them, `outOf` at least `n`. */
export type PolicyGate =
  | { readonly kind: 'and' | 'or'; readonly rules: readonly PolicyExpression[] }
  | { readonly kind: 'outOf'; readonly n: number; readonly rules: readonly PolicyExpression[] };

/** A signature policy as a tree, as a policy builder edits it. Plain JSON. */
export type PolicyExpression = PolicyPrincipal | PolicyGate;

/** How many of a gate's rules must be satisfied. */
export function gateThreshold(gate: PolicyGate): number {
  if (gate.kind === 'outOf') return gate.n;
  return gate.kind === 'and' ? gate.rules.length : 1;
}

/** The gate with this threshold, under the most readable name: `or` for one, `and` for all, else `outOf`. */
export function gateOf(n: number, rules: readonly PolicyExpression[]): PolicyGate {
  if (rules.length > 0 && n === 1) return { kind: 'or', rules };
  if (rules.length > 0 && n === rules.length) return { kind: 'and', rules };
  return { kind: 'outOf', n, rules };
}

/** The ids of the MSPs that a policy names, each once, in order of appearance. */
export function policyMspIds(expression: PolicyExpression): string[] {
  return [...new Set(mspIdsOf(expression))];
}

function mspIdsOf(expression: PolicyExpression): string[] {
  return expression.kind === 'principal' ? [expression.mspId] : expression.rules.flatMap(mspIdsOf);
}

/** Whether one principal alone always suffices, as collections' member policies require (`validateSpOrConcat`). */
export function isOrOfPrincipals(expression: PolicyExpression): boolean {
  if (expression.kind === 'principal') return true;
  return gateThreshold(expression) === 1 && expression.rules.every(isOrOfPrincipals);
}
