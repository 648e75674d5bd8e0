import type { PolicyExpression } from './policy-expression';

/**
 * Writes a policy as text that {@link parsePolicy} and Fabric parse into the same tree.
 * A gate without rules (Fabric's built-in accept-all and reject-all) becomes `OutOf(n)`, which neither of them parses.
 */
export function formatPolicy(expression: PolicyExpression): string {
  switch (expression.kind) {
    case 'principal':
      return `'${expression.mspId}.${expression.role}'`;
    case 'and':
      return `AND(${formatRules(expression.rules)})`;
    case 'or':
      return `OR(${formatRules(expression.rules)})`;
    case 'outOf':
      return `OutOf(${[String(expression.n), ...expression.rules.map(formatPolicy)].join(', ')})`;
  }
}

function formatRules(rules: readonly PolicyExpression[]): string {
  return rules.map(formatPolicy).join(', ');
}
