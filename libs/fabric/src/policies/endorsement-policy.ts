import { common } from '@hyperledger/fabric-protos';
import type { EndorsementPolicy } from '../lifecycle/chaincode-definition';
import { formatPolicy } from './format-policy';
import { parsePolicy } from './parse-policy';
import type { PolicyExpression } from './policy-expression';
import { PolicySyntaxError } from './policy-error';
import { fromSignaturePolicyEnvelope, toSignaturePolicyEnvelope } from './signature-policy';

/** An endorsement policy as users write it. */
export type EndorsementPolicyText =
  | { readonly type: 'signature'; readonly expression: PolicyExpression }
  | { readonly type: 'reference'; readonly path: string };

const PATH = /^\/?(?:Channel\/)?((?:[A-Za-z0-9.-]+\/)*[A-Za-z0-9.-]+)$/;

/**
 * Parses policy text, or the path of a policy of the channel's configuration. Paths become absolute: Fabric takes
 * `Channel/Application/Admins`, as its documentation writes it, for a path below `/Channel`, which does not exist.
 * @throws PolicySyntaxError
 */
export function parseEndorsementPolicy(text: string): EndorsementPolicyText {
  const trimmed = text.trim();
  if (!trimmed.includes('/') || trimmed.includes('(')) return { type: 'signature', expression: parsePolicy(text) };
  const [, path] = PATH.exec(trimmed) ?? [];
  if (path !== undefined) return { type: 'reference', path: `/Channel/${path}` };
  throw new PolicySyntaxError({
    code: 'policy_unexpected_token',
    position: 0,
    message: `"${trimmed}" is not the path of a policy of the channel`,
    remedy: 'Write the whole path, for example /Channel/Application/Endorsement.',
  });
}

/** @throws PolicySyntaxError */
export function toEndorsementPolicy(text: string): EndorsementPolicy {
  const policy = parseEndorsementPolicy(text);
  if (policy.type === 'reference') return { type: 'reference', channelConfigPolicyReference: policy.path };
  return { type: 'signature', signaturePolicy: signaturePolicyBytes(policy.expression) };
}

/** Encoded `common.SignaturePolicyEnvelope`. */
export function signaturePolicyBytes(expression: PolicyExpression): Uint8Array {
  return toSignaturePolicyEnvelope(expression).serializeBinary();
}

/** @throws PolicyNotExpressibleError for signature policies that text cannot express */
export function endorsementPolicyText(policy: EndorsementPolicy): string {
  return policy.type === 'reference'
    ? policy.channelConfigPolicyReference
    : signaturePolicyText(policy.signaturePolicy);
}

/** @throws PolicyNotExpressibleError */
export function signaturePolicyText(bytes: Uint8Array): string {
  return formatPolicy(fromSignaturePolicyEnvelope(common.SignaturePolicyEnvelope.deserializeBinary(bytes)));
}
