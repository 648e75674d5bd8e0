import { acceptedOf } from '../chains';
import { Channel, ChannelConfig, ConfiguredMember, CreateChannel } from '../channels';
import { pageOf } from '../pagination';
import { route } from '../route';
import { chainParams, channelParams } from './params';

export const channelRoutes = {
  create: route('POST /chains/:chainId/channels', {
    access: 'channels:write',
    tag: 'Channels',
    summary: 'Create a channel, join orderers and peers, set anchor peers',
    status: 202,
    params: chainParams,
    body: CreateChannel,
    response: acceptedOf(Channel),
  }),
  list: route('GET /chains/:chainId/channels', {
    access: 'channels:read',
    tag: 'Channels',
    summary: 'Channels of a chain',
    params: chainParams,
    response: pageOf(Channel),
  }),
  get: route('GET /chains/:chainId/channels/:channelId', {
    access: 'channels:read',
    tag: 'Channels',
    summary: 'One channel with its members and heights',
    params: channelParams,
    response: Channel,
  }),
  members: route('GET /chains/:chainId/channels/:channelId/members', {
    access: 'channels:read',
    tag: 'Channels',
    summary: 'The organizations in the configuration of the channel, including those that Heddle does not manage',
    params: channelParams,
    response: pageOf(ConfiguredMember),
  }),
  config: route('GET /chains/:chainId/channels/:channelId/config', {
    access: 'channels:read',
    tag: 'Channels',
    summary: 'The current configuration of the channel',
    params: channelParams,
    response: ChannelConfig,
  }),
};
