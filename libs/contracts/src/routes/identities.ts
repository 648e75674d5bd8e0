import { z } from 'zod';
import { Identity, IdentityDownload, IssueIdentity } from '../identities';
import { pageOf } from '../pagination';
import { route } from '../route';
import { chainParams, identityParams } from './params';

export const identityRoutes = {
  list: route('GET /chains/:chainId/identities', {
    access: 'artifacts:read',
    tag: 'Identities',
    summary: 'Client and admin identities of the organizations, without private keys',
    params: chainParams,
    response: pageOf(Identity),
  }),
  issue: route('POST /chains/:chainId/identities', {
    access: 'artifacts:secret',
    tag: 'Identities',
    summary: "Issue an identity from an organization's CA; existing ones are never overwritten",
    status: 201,
    params: chainParams,
    body: IssueIdentity,
    response: Identity,
  }),
  download: route('POST /chains/:chainId/identities/:identityId/download', {
    access: 'artifacts:secret',
    tag: 'Identities',
    summary: 'Certificate and private key as PEM files, MSP folder, fabric-network wallet file or PKCS #12',
    params: identityParams,
    body: IdentityDownload,
    response: z.unknown(),
    media: { response: 'application/octet-stream' },
  }),
};
