import type {
  ApplicationOrganizationDefinition,
  ChannelDefinition,
  ConsenterDefinition,
  OrdererOrganizationDefinition,
} from '../definition/channel-definition';
import { channelDefinition, consenterOf } from './definitions';

/** The definition that the others differ from in one place. */
export const base = channelDefinition();

export function named(name: string): ChannelDefinition {
  return { ...base, name };
}

export function withOrderer(changes: Partial<ChannelDefinition['orderer']>): ChannelDefinition {
  return { ...base, orderer: { ...base.orderer, ...changes } };
}

export function withOrdererOrg(changes: Partial<OrdererOrganizationDefinition>): ChannelDefinition {
  const [first] = base.orderer.organizations;
  if (!first) throw new Error('the fixture is incomplete');
  return withOrderer({ organizations: [{ ...first, ...changes }] });
}

export function withConsenter(changes: Partial<ConsenterDefinition>): ChannelDefinition {
  return withOrderer({ consenters: [{ ...consenterOf('node1', 7050), ...changes }] });
}

export function withApplication(changes: Partial<ChannelDefinition['application']>): ChannelDefinition {
  return { ...base, application: { ...base.application, ...changes } };
}

export function withOrg1(changes: Partial<ApplicationOrganizationDefinition>): ChannelDefinition {
  const [first, ...others] = base.application.organizations;
  if (!first) throw new Error('the fixture is incomplete');
  return withApplication({ organizations: [{ ...first, ...changes }, ...others] });
}

export function withPolicy(rule: string, type: 'Signature' | 'ImplicitMeta' = 'Signature'): ChannelDefinition {
  return { ...base, policies: { Admins: { type, rule } } };
}
