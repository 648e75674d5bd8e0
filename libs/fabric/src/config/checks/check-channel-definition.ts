import type { ApplicationDefinition, CapabilityLevels, ChannelDefinition } from '../definition/channel-definition';
import { ChannelDefinitionError, type ChannelDefinitionProblem } from '../definition/channel-definition-error';
import { checkAddress, checkChannelName } from './check-names';
import { checkOrderer } from './check-orderer';
import { checkOrganizations, checkSharedMsps } from './check-organizations';
import { checkPolicies } from './check-policies';

const CAPABILITY = /^V[1-9]\d*(?:_\d+)+$/;
const ACL_POLICY = /^\/Channel(?:\/[a-zA-Z0-9.-]+)+$|^[a-zA-Z0-9.-]+$/;
const ACL_RESOURCE = /^[a-zA-Z0-9_]+\/[a-zA-Z0-9_]+$/;

/**
 * Everything in a definition that Fabric would reject, or accept and never work with.
 * @returns the problems in the order of the definition; none means that a block can be created.
 */
export function checkChannelDefinition(definition: ChannelDefinition): ChannelDefinitionProblem[] {
  const { orderer, application } = definition;
  const mspIds = new Set([...orderer.organizations, ...application.organizations].map(({ mspId }) => mspId));
  return [
    ...checkChannelName(definition.name, 'name'),
    ...checkCapabilities(definition.capabilities ?? {}),
    ...checkOrderer(orderer, 'orderer'),
    ...checkOrganizations(orderer.organizations, 'orderer.organizations', mspIds),
    ...checkPolicies(orderer.policies, 'orderer.policies', mspIds),
    ...checkOrganizations(application.organizations, 'application.organizations', mspIds),
    ...checkSharedMsps(orderer.organizations, application.organizations),
    ...checkPolicies(application.policies, 'application.policies', mspIds),
    ...checkAnchorPeers(application),
    ...checkAcls(application.acls ?? {}),
    ...checkPolicies(definition.policies, 'policies', mspIds),
  ];
}

/** @throws ChannelDefinitionError when {@link checkChannelDefinition} finds anything. */
export function assertChannelDefinition(definition: ChannelDefinition): void {
  throwProblems(checkChannelDefinition(definition));
}

/** @throws ChannelDefinitionError unless the list is empty. */
export function throwProblems(problems: readonly ChannelDefinitionProblem[]): void {
  const [first, ...others] = problems;
  if (first) throw new ChannelDefinitionError([first, ...others]);
}

export function checkCapabilities(levels: CapabilityLevels): ChannelDefinitionProblem[] {
  return Object.entries(levels as Readonly<Record<string, string>>)
    .filter(([, level]) => !CAPABILITY.test(level))
    .map(([section, level]) => ({
      code: 'capability_invalid',
      path: `capabilities.${section}`,
      message: `"${level}" is not a capability level`,
      remedy: 'Write a level such as V2_0 or V2_5.',
    }));
}

function checkAnchorPeers({ organizations }: ApplicationDefinition): ChannelDefinitionProblem[] {
  return organizations.flatMap(({ anchorPeers }, organization) =>
    (anchorPeers ?? []).flatMap(({ host, port }, index) =>
      checkAddress(host, port, `application.organizations.${organization}.anchorPeers.${index}`),
    ),
  );
}

function checkAcls(acls: Readonly<Record<string, string>>): ChannelDefinitionProblem[] {
  return Object.entries(acls).flatMap(([resource, policyRef]) => checkAcl(resource, policyRef));
}

/** One access rule: which policy guards which resource (`core/aclmgmt`). */
export function checkAcl(resource: string, policyRef: string): ChannelDefinitionProblem[] {
  const path = `application.acls.${resource}`;
  const problems: ChannelDefinitionProblem[] = [];
  if (!ACL_RESOURCE.test(resource)) {
    const remedy = 'Write component/function, for example peer/Propose.';
    problems.push({ code: 'acl_invalid', path, message: `"${resource}" is not a resource`, remedy });
  }
  if (!ACL_POLICY.test(policyRef)) {
    const remedy = 'Write a path such as /Channel/Application/Writers, or the name of a policy of the application.';
    problems.push({ code: 'acl_invalid', path, message: `"${policyRef}" is not a policy reference`, remedy });
  }
  return problems;
}
