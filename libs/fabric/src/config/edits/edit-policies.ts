import { peer, type common } from '@hyperledger/fabric-protos';
import type { CapabilityLevels, PolicyDefinition } from '../definition/channel-definition';
import { checkAcl, checkCapabilities, throwProblems } from '../checks/check-channel-definition';
import { checkPolicies } from '../checks/check-policies';
import { ConfigEditError } from './config-edit-error';
import { setConfigPolicy, setConfigValue } from '../groups/config-group';
import { ValueKey } from '../groups/config-keys';
import { channelMspIds, editConfig, groupAtPath, sectionGroup } from '../groups/config-lookup';
import { capabilities } from '../groups/config-values';
import { valueBytes } from '../description/read-orderer';

/** Which policy: its name, and the group that holds it, `/Channel/Application` or `/Channel/Application/Org1`. */
export interface PolicyPath {
  readonly group: string;
  readonly name: string;
}

/**
 * Adds or replaces a policy.
 * @throws ConfigEditError `config_group_missing`; ChannelDefinitionError for a policy that Fabric would reject or that
 * names organizations that the channel lacks.
 */
export function setPolicy(config: common.Config, path: PolicyPath, policy: PolicyDefinition): common.Config {
  return editConfig(config, (channel) => {
    throwProblems(checkPolicies({ [path.name]: policy }, path.group, channelMspIds(channel)));
    setConfigPolicy(groupAtPath(channel, path.group), path.name, policy);
  });
}

/** @throws ConfigEditError `config_group_missing`, `policy_unknown`. */
export function removePolicy(config: common.Config, { group, name }: PolicyPath): common.Config {
  return editConfig(config, (channel) => {
    const policies = groupAtPath(channel, group).getPoliciesMap();
    if (!policies.has(name)) throw new ConfigEditError('policy_unknown', `${group} has no policy ${name}.`);
    policies.del(name);
  });
}

/**
 * Sets which policy guards a resource of the peers, `peer/Propose`; without a policy Fabric's default applies again.
 * @throws ChannelDefinitionError `acl_invalid`.
 */
export function setAcl(config: common.Config, resource: string, policyRef: string | undefined): common.Config {
  return editConfig(config, (channel) => {
    const group = sectionGroup(channel, 'application');
    const acls = peer.ACLs.deserializeBinary(valueBytes(group, ValueKey.acls));
    if (policyRef === undefined) {
      acls.getAclsMap().del(resource);
    } else {
      throwProblems(checkAcl(resource, policyRef));
      const api = new peer.APIResource();
      api.setPolicyRef(policyRef);
      acls.getAclsMap().set(resource, api);
    }
    if (acls.getAclsMap().getLength() === 0) group.getValuesMap().del(ValueKey.acls);
    else setConfigValue(group, ValueKey.acls, acls);
  });
}

/**
 * Sets the capability levels of the given sections. Nodes that don't know a level stop, and levels never go
 * back down: upgrade the nodes first.
 * @throws ChannelDefinitionError `capability_invalid`.
 */
export function setCapabilities(config: common.Config, levels: CapabilityLevels): common.Config {
  throwProblems(checkCapabilities(levels));
  return editConfig(config, (channel) => {
    const { channel: root, orderer, application } = levels;
    if (root) setConfigValue(channel, ValueKey.capabilities, capabilities(root));
    if (orderer) setConfigValue(sectionGroup(channel, 'orderer'), ValueKey.capabilities, capabilities(orderer));
    if (application) {
      setConfigValue(sectionGroup(channel, 'application'), ValueKey.capabilities, capabilities(application));
    }
  });
}
