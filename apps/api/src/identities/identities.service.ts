import { Injectable } from '@nestjs/common';
import type { ChainId, Identity, IdentityDownload, IdentityId, IssueIdentity, Page } from '@heddle/contracts';
import type { Store } from '@heddle/data';
import { enrollmentAttributes, issueIdentity } from '@heddle/fabric';
import type { Download } from '../connect/download';
import { ApiError, invalidField } from '../errors/api-error';
import { Resources } from '../resources';
import { certificateOf } from './authority';
import { identityDownload } from './identity-files';
import { lifetimeOf } from './identity-lifetime';
import { identityView, userKind } from './identity-view';

/**
 * Client and admin identities. Issuing one needs the organization's CA and no node, so the API does it: the key of the
 * CA is opened only for signing and is neither stored nor logged.
 */
@Injectable()
export class IdentitiesService {
  constructor(private readonly resources: Resources) {}

  async list(chainId: ChainId): Promise<Page<Identity>> {
    const { store } = this.resources.database;
    await store.chains.get(chainId);
    const mspIds = new Map((await store.organizations.ofChain(chainId)).map(({ name, mspId }) => [name, mspId]));
    const rows = await store.identities.ofChain(chainId);
    const items = rows.flatMap((row) => {
      const role = userKind(row);
      const mspId = mspIds.get(row.organization);
      return role === undefined || mspId === undefined ? [] : [identityView(row, { role, mspId })];
    });
    return { items, nextCursor: null };
  }

  /** @throws NameTakenError, ApiError `validation_failed`, `invalid_state` for a chain without a CA */
  async issue(chainId: ChainId, { organization, name, role, attributes, days }: IssueIdentity): Promise<Identity> {
    const { database, sealer } = this.resources;
    const mspId = await this.#mspIdOf(chainId, organization);
    const key = { chainId, organization, kind: 'ca', name: organization } as const;
    const ca = await database.store.identities.find(key, sealer);
    if (ca === null) throw await withoutCa(database.store, chainId, organization);
    const validity = lifetimeOf(days, ca.certificate, Date.now());
    const issued = await issueIdentity(ca, {
      commonName: name,
      role,
      validity,
      attributes: enrollmentAttributes({ commonName: name, role }, attributes),
    });
    const row = await database.transaction(async (store) => {
      // A release that happened meanwhile has removed the CA: no key may be left behind.
      if ((await store.identities.find(key, sealer)) === null) throw await withoutCa(store, chainId, organization);
      const expiresAt = validity.notAfter.toISOString();
      return store.identities.addUser({ chainId, organization, kind: role, name }, sealer, { ...issued, expiresAt });
    });
    return identityView(row, { role, mspId });
  }

  /** @throws RowNotFoundError */
  async download(chainId: ChainId, id: IdentityId, asked: IdentityDownload): Promise<Download> {
    const { database, sealer } = this.resources;
    const keys = await database.store.identities.openUser({ chainId, id }, sealer);
    const mspId = await this.#mspIdOf(chainId, keys.organization);
    const rows = await database.store.identities.ofChain(chainId);
    const authority = (kind: 'ca' | 'tlsca') => certificateOf(rows, kind, keys.organization);
    const authorities = { caCertificate: authority('ca'), tlsCaCertificate: authority('tlsca') };
    return identityDownload({ name: keys.name, mspId, keys, ...authorities }, asked);
  }

  /** @throws ApiError `validation_failed` */
  async #mspIdOf(chainId: ChainId, organization: string): Promise<string> {
    const { chains, organizations } = this.resources.database.store;
    await chains.get(chainId);
    const found = (await organizations.ofChain(chainId)).find(({ name }) => name === organization);
    if (found === undefined) throw invalidField('organization', 'is not an organization of this chain');
    return found.mspId;
  }
}

async function withoutCa({ chains }: Store, chainId: ChainId, organization: string): Promise<ApiError> {
  const { name, state } = await chains.get(chainId);
  return new ApiError('invalid_state', `Chain ${name} is ${state}: organization ${organization} has no CA.`, {
    remedy: 'Wait until the creation of the chain has issued its certificates; a released chain has none.',
  });
}
