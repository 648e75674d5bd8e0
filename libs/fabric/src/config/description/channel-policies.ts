import { common } from '@hyperledger/fabric-protos';
import { evaluatePolicy, type SigningPrincipal } from '../../policies/evaluate-policy';
import { fromImplicitMetaMessage, implicitMetaThreshold } from '../../policies/implicit-meta-policy';
import { PolicyNotExpressibleError } from '../../policies/policy-error';
import { fromSignaturePolicyEnvelope } from '../../policies/signature-policy';
import { ConfigEditError } from '../edits/config-edit-error';
import { groupAtPath } from '../groups/config-lookup';

const { SIGNATURE, IMPLICIT_META } = common.Policy.PolicyType;

/** The policies of a channel's configuration, evaluated as on the nodes (`common/policies`). */
export class ChannelPolicies {
  readonly #channel: common.ConfigGroup;

  /** @throws ConfigEditError `config_group_missing` */
  constructor(config: common.Config) {
    const channel = config.getChannelGroup();
    if (!channel) throw new ConfigEditError('config_group_missing', 'The configuration has no channel group.');
    this.#channel = channel;
  }

  /**
   * Whether signatures of these distinct identities satisfy a policy. One that names single identities or organizational
   * units counts as satisfied, because roles do not tell who they are; one that does not exist is never satisfied.
   *
   * @param path such as `/Channel/Application/Endorsement`
   */
  isSatisfied(path: string, signers: readonly SigningPrincipal[]): boolean {
    const name = path.slice(path.lastIndexOf('/') + 1);
    const group = this.#group(path.slice(0, path.lastIndexOf('/')));
    return group !== undefined && holds(group, name, signers);
  }

  #group(path: string): common.ConfigGroup | undefined {
    try {
      return groupAtPath(this.#channel, path);
    } catch (error) {
      if (error instanceof ConfigEditError) return undefined;
      throw error;
    }
  }
}

function holds(group: common.ConfigGroup, name: string, signers: readonly SigningPrincipal[]): boolean {
  const policy = group.getPoliciesMap().get(name)?.getPolicy();
  switch (policy?.getType()) {
    case SIGNATURE:
      return signatureHolds(policy.getValue_asU8(), signers);
    case IMPLICIT_META: {
      const message = common.ImplicitMetaPolicy.deserializeBinary(policy.getValue_asU8());
      const { rule, subPolicy } = fromImplicitMetaMessage(message);
      const below = [...group.getGroupsMap().entries()].map(([, inner]) => holds(inner, subPolicy, signers));
      return below.filter((held) => held).length >= implicitMetaThreshold(rule, below.length);
    }
    default:
      return false;
  }
}

function signatureHolds(bytes: Uint8Array, signers: readonly SigningPrincipal[]): boolean {
  try {
    return evaluatePolicy(
      fromSignaturePolicyEnvelope(common.SignaturePolicyEnvelope.deserializeBinary(bytes)),
      signers,
    );
  } catch (error) {
    if (error instanceof PolicyNotExpressibleError) return true;
    throw error;
  }
}
