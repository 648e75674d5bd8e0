import { z } from 'zod';
import { CommandLineGuide, ConnectGuide } from '../connect';
import { route } from '../route';
import { chainParams, connectParams, organizationParams } from './params';

const archive = { response: z.unknown(), media: { response: 'application/zip' } } as const;

export const connectRoutes = {
  guide: route('GET /chains/:chainId/channels/:channelId/connect/:identityId', {
    access: 'artifacts:read',
    tag: 'Connect',
    summary: 'How an application connects to a channel with an identity: endpoints, environment, snippets',
    params: connectParams,
    response: ConnectGuide,
  }),
  archive: route('POST /chains/:chainId/channels/:channelId/connect/:identityId', {
    access: 'artifacts:secret',
    tag: 'Connect',
    summary: 'Everything that the application needs, as one archive: profile, certificate, key, TLS CA, snippets',
    params: connectParams,
    ...archive,
  }),
  commandLine: route('GET /chains/:chainId/organizations/:organization/command-line', {
    access: 'artifacts:read',
    tag: 'Connect',
    summary: "How to use peer, osnadmin and Fabric's other programs as the organization's administrator",
    params: organizationParams,
    response: CommandLineGuide,
  }),
  commandLineArchive: route('POST /chains/:chainId/organizations/:organization/command-line', {
    access: 'artifacts:secret',
    tag: 'Connect',
    summary: "The organization's MSP folder with its administrator, TLS files, environment and commands as one archive",
    params: organizationParams,
    ...archive,
  }),
  monitoringArchive: route('POST /chains/:chainId/monitoring', {
    access: 'artifacts:secret',
    tag: 'Connect',
    summary:
      "The chain's monitoring certificate, key, TLS CAs and a scrape configuration for Prometheus as one archive",
    params: chainParams,
    ...archive,
  }),
};
