import { Injectable } from '@nestjs/common';
import {
  DEFAULT_ENDORSEMENT,
  type AgreedDefinition,
  type CollectionConfig,
  type ConfiguredMember,
} from '@heddle/contracts';
import {
  ChannelPolicies,
  configFromBlock,
  describeChannel,
  endorsementPolicyText,
  LifecycleClient,
  PolicyNotExpressibleError,
  policyPaths,
  signaturePolicyText,
  type CollectionDefinition,
  type CommittedDefinition,
  type EndorsementPolicy,
  type PeerClient,
} from '@heddle/fabric';
import { ApiError } from '../errors/api-error';
import { ChannelGateways } from '../fabric/channel-gateways';
import type { ChannelKey } from './find-channel';

/** The members and chaincodes of a channel according to its ledger. */
export interface ChannelFacts {
  /** MSP ids of the application organizations. */
  readonly members: readonly string[];
  /** Paths of the policies in the channel's configuration. */
  readonly policies: readonly string[];
  readonly committed: readonly NamedDefinition[];
}

export type NamedDefinition = AgreedDefinition & { readonly name: string };

/** Replaces a policy that names single identities or organizational units; it is not valid policy text. */
export const NOT_EXPRESSIBLE = '(not expressible as text)';

/** The channel as a peer has it now: the source of truth for changes that were not made by Heddle. */
@Injectable()
export class ChannelLedger {
  constructor(private readonly gateways: ChannelGateways) {}

  /** @throws ApiError `peer_unreachable`, or `invalid_state` for a chain that does not run */
  facts(key: ChannelKey): Promise<ChannelFacts> {
    return this.#ask(key, async (peer, channel) => {
      const { config } = configFromBlock(await peer.configBlock(channel));
      const { application } = describeChannel(config);
      return {
        members: application.organizations.map(({ mspId }) => mspId).sort(),
        policies: policyPaths(config),
        committed: await committedOn(peer, channel),
      };
    });
  }

  /** The policies that are in force. @throws ApiError `peer_unreachable`, or `invalid_state` for a chain that does not run */
  policies(key: ChannelKey): Promise<ChannelPolicies> {
    return this.#ask(
      key,
      async (peer, channel) => new ChannelPolicies(configFromBlock(await peer.configBlock(channel)).config),
    );
  }

  /** @throws ApiError `peer_unreachable`, or `invalid_state` for a chain that does not run */
  committed(key: ChannelKey): Promise<NamedDefinition[]> {
    return this.#ask(key, committedOn);
  }

  /** @throws ApiError `peer_unreachable`, or `invalid_state` for a chain that does not run */
  async members(key: ChannelKey): Promise<ConfiguredMember[]> {
    const { organizations } = await this.gateways.channel(key);
    const own = new Map(organizations.map(({ mspId, name }) => [mspId, name]));
    return this.#ask(key, async (peer, channel) => {
      const { application } = describeChannel(configFromBlock(await peer.configBlock(channel)).config);
      return application.organizations.map(({ mspId, anchorPeers }) => ({
        mspId,
        organization: own.get(mspId) ?? null,
        anchorPeers: anchorPeers.map(({ host, port }) => `${host}:${String(port)}`),
      }));
    });
  }

  async #ask<T>(key: ChannelKey, work: (peer: PeerClient, channel: string) => Promise<T>): Promise<T> {
    const channel = await this.gateways.channel(key);
    const [organization] = channel.organizations;
    if (organization === undefined) {
      throw new ApiError('unavailable', `There is no peer on ${channel.name} whose ledger could be read.`, {
        remedy: 'Check the channel: its peers join while it is created.',
      });
    }
    const call = { channel, organization, peersOf: 'channel' } as const;
    return this.gateways.call(call, ({ peer }) => work(peer, channel.name));
  }
}

async function committedOn(peer: PeerClient, channel: string): Promise<NamedDefinition[]> {
  return (await new LifecycleClient(peer).queryCommitted(channel)).map(toNamed);
}

function toNamed({ name, version, sequence, initRequired, ...policies }: CommittedDefinition): NamedDefinition {
  const policy = textOf(() => endorsementPolicyText(policies.endorsementPolicy));
  return {
    name,
    version,
    sequence,
    initRequired,
    endorsementPolicy: policy === DEFAULT_ENDORSEMENT ? null : policy,
    collections: policies.collections.map(toCollection),
  };
}

function toCollection({ policy, endorsementPolicy, ...fields }: CollectionDefinition): CollectionConfig {
  return {
    ...fields,
    policy: textOf(() => signaturePolicyText(policy)),
    endorsementPolicy: optionalText(endorsementPolicy),
  };
}

const optionalText = (policy: EndorsementPolicy | undefined): string | null =>
  policy === undefined ? null : textOf(() => endorsementPolicyText(policy));

function textOf(read: () => string): string {
  try {
    return read();
  } catch (error) {
    if (error instanceof PolicyNotExpressibleError) return NOT_EXPRESSIBLE;
    throw error;
  }
}
