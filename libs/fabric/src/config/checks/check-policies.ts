import { FabricError } from '../../fabric-error';
import { parseImplicitMetaPolicy } from '../../policies/implicit-meta-policy';
import { parsePolicy } from '../../policies/parse-policy';
import { policyMspIds } from '../../policies/policy-expression';
import type { PolicyDefinition, PolicyDefinitions } from '../definition/channel-definition';
import type { ChannelDefinitionProblem } from '../definition/channel-definition-error';
import { isConfigName } from './check-names';

/** @param mspIds the organizations of the channel; a policy that names another one could never be satisfied. */
export function checkPolicies(
  policies: PolicyDefinitions | undefined,
  path: string,
  mspIds: ReadonlySet<string>,
): ChannelDefinitionProblem[] {
  return Object.entries(policies ?? {}).flatMap(([name, policy]) => [
    ...checkPolicyName(name, `${path}.${name}`),
    ...checkPolicy(policy, `${path}.${name}`, mspIds),
  ]);
}

function checkPolicyName(name: string, path: string): ChannelDefinitionProblem[] {
  if (isConfigName(name)) return [];
  const remedy = 'Use letters, digits, dots and dashes, at most 249 characters.';
  return [{ code: 'policy_name_invalid', path, message: `"${name}" is not a policy name`, remedy }];
}

function checkPolicy(policy: PolicyDefinition, path: string, mspIds: ReadonlySet<string>): ChannelDefinitionProblem[] {
  try {
    return policy.type === 'Signature'
      ? policyMspIds(parsePolicy(policy.rule))
          .filter((mspId) => !mspIds.has(mspId))
          .map((mspId) => unknownMsp(mspId, path))
      : checkSubPolicy(parseImplicitMetaPolicy(policy.rule).subPolicy, path);
  } catch (error) {
    if (!(error instanceof FabricError)) throw error;
    return [{ code: 'policy_invalid', path, message: error.message, remedy: error.remedy }];
  }
}

function checkSubPolicy(subPolicy: string, path: string): ChannelDefinitionProblem[] {
  return checkPolicyName(subPolicy, path);
}

function unknownMsp(mspId: string, path: string): ChannelDefinitionProblem {
  return {
    code: 'policy_unknown_msp',
    path,
    message: `no organization of this channel has the MSP id "${mspId}"`,
    remedy: 'Correct the MSP id, or add the organization to the channel.',
  };
}
