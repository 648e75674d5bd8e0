import { common } from '@hyperledger/fabric-protos';
import { toImplicitMetaMessage, parseImplicitMetaPolicy } from '../../policies/implicit-meta-policy';
import { parsePolicy } from '../../policies/parse-policy';
import { toSignaturePolicyEnvelope } from '../../policies/signature-policy';
import type { PolicyDefinition, PolicyDefinitions } from '../definition/channel-definition';
import { PolicyKey } from './config-keys';

/** Any message that can be a value of a group. */
export interface Serializable {
  serializeBinary(): Uint8Array;
}

/** A group whose changes need the `Admins` of that group, as in every group that configtxgen creates. */
export function newConfigGroup(): common.ConfigGroup {
  const group = new common.ConfigGroup();
  group.setModPolicy(PolicyKey.admins);
  return group;
}

/** Sets a value, keeping the version and the modification policy of the previous one. */
export function setConfigValue(group: common.ConfigGroup, key: string, message: Serializable): void {
  const previous = group.getValuesMap().get(key);
  const value = new common.ConfigValue();
  value.setVersion(previous?.getVersion() ?? 0);
  value.setModPolicy(previous?.getModPolicy() ?? PolicyKey.admins);
  value.setValue(message.serializeBinary());
  group.getValuesMap().set(key, value);
}

/** Sets a policy, keeping the version and the modification policy of the previous one. */
export function setConfigPolicy(group: common.ConfigGroup, key: string, definition: PolicyDefinition): void {
  const previous = group.getPoliciesMap().get(key);
  const policy = new common.ConfigPolicy();
  policy.setVersion(previous?.getVersion() ?? 0);
  policy.setModPolicy(previous?.getModPolicy() ?? PolicyKey.admins);
  policy.setPolicy(policyMessage(definition));
  group.getPoliciesMap().set(key, policy);
}

export function setConfigPolicies(group: common.ConfigGroup, policies: PolicyDefinitions): void {
  for (const [key, policy] of Object.entries(policies)) setConfigPolicy(group, key, policy);
}

function policyMessage({ type, rule }: PolicyDefinition): common.Policy {
  const message = new common.Policy();
  switch (type) {
    case 'Signature':
      message.setType(common.Policy.PolicyType.SIGNATURE);
      message.setValue(toSignaturePolicyEnvelope(parsePolicy(rule)).serializeBinary());
      return message;
    case 'ImplicitMeta':
      message.setType(common.Policy.PolicyType.IMPLICIT_META);
      message.setValue(toImplicitMetaMessage(parseImplicitMetaPolicy(rule)).serializeBinary());
      return message;
  }
}
