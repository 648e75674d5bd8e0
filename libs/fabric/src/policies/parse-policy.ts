import { POLICY_ROLES, type PolicyExpression, type PolicyGate, type PolicyRole } from './policy-expression';
import type { PolicySyntaxErrorCode } from '../fabric-error-code';
import { PolicySyntaxError } from './policy-error';
import { policyTokens, type PolicyToken } from './policy-tokens';

const GATES: Readonly<Record<string, PolicyGate['kind']>> = {
  And: 'and',
  and: 'and',
  AND: 'and',
  Or: 'or',
  or: 'or',
  OR: 'or',
  OutOf: 'outOf',
  outof: 'outOf',
  OUTOF: 'outOf',
};
const PRINCIPAL = /^([A-Za-z0-9.-]+)\.([A-Za-z0-9_-]+)$/;
const ROLES = `${POLICY_ROLES.slice(0, -1).join(', ')} or ${POLICY_ROLES.slice(-1).join('')}`;
/** No user writes deeper trees; protobuf parsers of the nodes stop at 100 levels of messages. */
const MAX_DEPTH = 32;

/**
 * Parses Fabric's policy language: `AND('Org1MSP.member', OR(...))`, `OutOf(2, ...)`.
 *
 * Accepts what `common/policydsl` accepts, except thresholds below 1 or above the number of rules: such policies are
 * always or never satisfied.
 * @throws PolicySyntaxError with the position of the token that is wrong.
 */
export function parsePolicy(text: string): PolicyExpression {
  const reader = new TokenReader(policyTokens(text));
  if (reader.peek().kind === 'end') {
    throw fail(reader.peek(), 'policy_empty', 'The policy is empty', EXAMPLE);
  }
  const expression = parseGate(reader, 1);
  expect(reader, 'end', 'the end of the policy');
  return expression;
}

const EXAMPLE = "Write a gate around principals, for example OR('Org1MSP.member', 'Org2MSP.member').";

class TokenReader {
  readonly #tokens: readonly PolicyToken[];
  #next = 0;

  constructor(tokens: readonly PolicyToken[]) {
    this.#tokens = tokens;
  }

  peek(): PolicyToken {
    return this.#tokens[this.#next] ?? { kind: 'end', text: '', position: 0 };
  }

  take(): PolicyToken {
    const token = this.peek();
    if (token.kind !== 'end') this.#next += 1;
    return token;
  }
}

function parseGate(reader: TokenReader, depth: number): PolicyGate {
  const name = expect(reader, 'word', 'a gate (AND, OR, OutOf)');
  const kind = GATES[name.text];
  if (!kind) throw fail(name, 'policy_unknown_gate', `There is no gate "${name.text}"`, 'Use AND, OR or OutOf.');
  if (depth > MAX_DEPTH) throw fail(name, 'policy_too_deep', 'Gates are nested too deeply', 'Flatten the policy.');
  expect(reader, '(', '"("');
  return kind === 'outOf' ? parseOutOf(reader, depth) : { kind, rules: parseRules(reader, depth) };
}

function parseOutOf(reader: TokenReader, depth: number): PolicyGate {
  const threshold = expect(reader, 'number', 'the count of rules that must be satisfied');
  expect(reader, ',', '","');
  const rules = parseRules(reader, depth);
  const n = Number(threshold.text);
  if (n < 1 || n > rules.length) {
    const message = `The count ${threshold.text} does not fit the ${rules.length} rules after it`;
    throw fail(threshold, 'policy_threshold', message, `Use a whole number from 1 to ${rules.length}.`);
  }
  return { kind: 'outOf', n, rules };
}

function parseRules(reader: TokenReader, depth: number): PolicyExpression[] {
  if (reader.peek().kind === ')') {
    throw fail(reader.peek(), 'policy_too_few_arguments', 'The gate is empty', 'Name at least one principal in it.');
  }
  const rules = [parseRule(reader, depth)];
  while (reader.peek().kind === ',') {
    reader.take();
    rules.push(parseRule(reader, depth));
  }
  expect(reader, ')', '"," or ")"');
  return rules;
}

function parseRule(reader: TokenReader, depth: number): PolicyExpression {
  return reader.peek().kind === 'string' ? parsePrincipal(reader.take()) : parseGate(reader, depth + 1);
}

function parsePrincipal(token: PolicyToken): PolicyExpression {
  const [, mspId, role] = PRINCIPAL.exec(token.text) ?? [];
  if (mspId === undefined || role === undefined) {
    const remedy = `Write principals as 'MSPID.role', where role is ${ROLES}; MSP ids hold letters, digits, dots and dashes only.`;
    throw fail(token, 'policy_bad_principal', `'${token.text}' is not a principal`, remedy);
  }
  if (!isRole(role)) {
    const message = `'${token.text}' ends in "${role}", which is not a role`;
    const remedy = `End the principal in a role: ${ROLES}. A policy names organizations, not single nodes.`;
    throw fail(token, 'policy_unknown_role', message, remedy);
  }
  return { kind: 'principal', mspId, role };
}

function isRole(text: string): text is PolicyRole {
  return POLICY_ROLES.some((role) => role === text);
}

function expect(reader: TokenReader, kind: PolicyToken['kind'], wanted: string): PolicyToken {
  const token = reader.take();
  if (token.kind === kind) return token;
  const found = token.kind === 'end' ? 'the policy ends' : `there is "${token.text}"`;
  throw fail(token, 'policy_unexpected_token', `Expected ${wanted}, but ${found}`, EXAMPLE);
}

function fail(token: PolicyToken, code: PolicySyntaxErrorCode, message: string, remedy: string): PolicySyntaxError {
  return new PolicySyntaxError({ code, position: token.position, message, remedy });
}
