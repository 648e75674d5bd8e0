import { common, msp } from '@hyperledger/fabric-protos';
import {
  gateOf,
  gateThreshold,
  type PolicyExpression,
  type PolicyPrincipal,
  type PolicyRole,
} from './policy-expression';
import { PolicyNotExpressibleError } from './policy-error';

const ROLE_NUMBERS: Readonly<Record<PolicyRole, msp.MSPRole.MSPRoleTypeMap[keyof msp.MSPRole.MSPRoleTypeMap]>> = {
  member: msp.MSPRole.MSPRoleType.MEMBER,
  admin: msp.MSPRole.MSPRoleType.ADMIN,
  client: msp.MSPRole.MSPRoleType.CLIENT,
  peer: msp.MSPRole.MSPRoleType.PEER,
  orderer: msp.MSPRole.MSPRoleType.ORDERER,
};
const ROLE_NAMES = new Map<number, PolicyRole>([
  [ROLE_NUMBERS.member, 'member'],
  [ROLE_NUMBERS.admin, 'admin'],
  [ROLE_NUMBERS.client, 'client'],
  [ROLE_NUMBERS.peer, 'peer'],
  [ROLE_NUMBERS.orderer, 'orderer'],
]);

/**
 * The message for a policy, with the principals numbered as `common/policydsl.FromString` numbers them (inner gates
 * first, nothing merged), so that the bytes equal those of Fabric's own tools.
 */
export function toSignaturePolicyEnvelope(expression: PolicyExpression): common.SignaturePolicyEnvelope {
  const identities: msp.MSPPrincipal[] = [];
  const envelope = new common.SignaturePolicyEnvelope();
  envelope.setRule(toRule(expression, identities));
  envelope.setIdentitiesList(identities);
  return envelope;
}

function toRule(expression: PolicyExpression, identities: msp.MSPPrincipal[]): common.SignaturePolicy {
  if (expression.kind === 'principal') return signedBy(identities.push(principal(expression)) - 1);
  const gates = expression.rules.map((rule) => (rule.kind === 'principal' ? undefined : toRule(rule, identities)));
  const nOutOf = new common.SignaturePolicy.NOutOf();
  nOutOf.setN(gateThreshold(expression));
  nOutOf.setRulesList(expression.rules.map((rule, index) => gates[index] ?? toRule(rule, identities)));
  const rule = new common.SignaturePolicy();
  rule.setNOutOf(nOutOf);
  return rule;
}

function signedBy(index: number): common.SignaturePolicy {
  const rule = new common.SignaturePolicy();
  rule.setSignedBy(index);
  return rule;
}

function principal({ mspId, role }: PolicyPrincipal): msp.MSPPrincipal {
  const mspRole = new msp.MSPRole();
  mspRole.setMspIdentifier(mspId);
  mspRole.setRole(ROLE_NUMBERS[role]);
  const result = new msp.MSPPrincipal();
  result.setPrincipalClassification(msp.MSPPrincipal.Classification.ROLE);
  result.setPrincipal(mspRole.serializeBinary());
  return result;
}

/**
 * Reads a policy message back into a tree.
 * @throws PolicyNotExpressibleError when it uses principals other than roles, or points past its identities.
 */
export function fromSignaturePolicyEnvelope(envelope: common.SignaturePolicyEnvelope): PolicyExpression {
  const rule = envelope.getRule();
  if (!rule) throw new PolicyNotExpressibleError('The policy has no rule.');
  const principals = envelope.getIdentitiesList();
  return fromRule(rule, principals);
}

function fromRule(rule: common.SignaturePolicy, principals: readonly msp.MSPPrincipal[]): PolicyExpression {
  const nOutOf = rule.getNOutOf();
  if (nOutOf) {
    return gateOf(
      nOutOf.getN(),
      nOutOf.getRulesList().map((inner) => fromRule(inner, principals)),
    );
  }
  const named = principals[rule.getSignedBy()];
  if (!named)
    throw new PolicyNotExpressibleError(`The policy points at identity ${rule.getSignedBy()}, which it lacks.`);
  return fromPrincipal(named);
}

function fromPrincipal(message: msp.MSPPrincipal): PolicyPrincipal {
  if (message.getPrincipalClassification() !== msp.MSPPrincipal.Classification.ROLE) {
    throw new PolicyNotExpressibleError('The policy names organizational units or single identities, not roles.');
  }
  const mspRole = msp.MSPRole.deserializeBinary(message.getPrincipal_asU8());
  const role = ROLE_NAMES.get(mspRole.getRole());
  if (!role) throw new PolicyNotExpressibleError(`The policy names a role of an unknown number, ${mspRole.getRole()}.`);
  return { kind: 'principal', mspId: mspRole.getMspIdentifier(), role };
}
