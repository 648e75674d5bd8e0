import { common } from '@hyperledger/fabric-protos';
import { FabricError } from '../fabric-error';

export const IMPLICIT_META_RULES = ['ANY', 'ALL', 'MAJORITY'] as const;
export type ImplicitMetaRule = (typeof IMPLICIT_META_RULES)[number];

/** A policy about the policies of the same name one level below: `MAJORITY Admins`. */
export interface ImplicitMetaExpression {
  readonly rule: ImplicitMetaRule;
  readonly subPolicy: string;
}

/** Text that is not an implicit meta policy; Fabric requires exactly `ANY|ALL|MAJORITY <policy name>`. */
export class ImplicitMetaSyntaxError extends FabricError {
  readonly code = 'implicit_meta_syntax';

  constructor(text: string) {
    super(`"${text}" is not an implicit meta policy.`, {
      remedy: 'Write ANY, ALL or MAJORITY, one space, and the name of the policy below, for example "MAJORITY Admins".',
    });
  }
}

/**
 * Parses `MAJORITY Admins` (`common/policies/implicitmetaparser.go`).
 * @throws ImplicitMetaSyntaxError
 */
export function parseImplicitMetaPolicy(text: string): ImplicitMetaExpression {
  const [word, subPolicy, ...rest] = text.split(' ');
  const rule = IMPLICIT_META_RULES.find((known) => known === word);
  if (!rule || !subPolicy || rest.length > 0) throw new ImplicitMetaSyntaxError(text);
  return { rule, subPolicy };
}

export function formatImplicitMetaPolicy({ rule, subPolicy }: ImplicitMetaExpression): string {
  return `${rule} ${subPolicy}`;
}

export function toImplicitMetaMessage({ rule, subPolicy }: ImplicitMetaExpression): common.ImplicitMetaPolicy {
  const message = new common.ImplicitMetaPolicy();
  message.setRule(common.ImplicitMetaPolicy.Rule[rule]);
  message.setSubPolicy(subPolicy);
  return message;
}

export function fromImplicitMetaMessage(message: common.ImplicitMetaPolicy): ImplicitMetaExpression {
  const rule = IMPLICIT_META_RULES.find((name) => common.ImplicitMetaPolicy.Rule[name] === message.getRule());
  if (!rule) throw new ImplicitMetaSyntaxError(`${String(message.getRule())} ${message.getSubPolicy()}`);
  return { rule, subPolicy: message.getSubPolicy() };
}

/**
 * How many of `groups` sub-groups must satisfy their policy; none when there is no group below
 * (`common/policies/implicitmeta.go`).
 */
export function implicitMetaThreshold(rule: ImplicitMetaRule, groups: number): number {
  if (groups === 0) return 0;
  switch (rule) {
    case 'ANY':
      return 1;
    case 'ALL':
      return groups;
    case 'MAJORITY':
      return Math.floor(groups / 2) + 1;
  }
}
