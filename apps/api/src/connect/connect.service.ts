import { Injectable } from '@nestjs/common';
import type { ChainId, ChannelId, CommandLineGuide, ConnectGuide, IdentityId } from '@heddle/contracts';
import type { IdentityRow, Store } from '@heddle/data';
import type { KeyPair } from '@heddle/fabric';
import type { PlannedOrganization } from '@heddle/topology';
import { findChannel } from '../channels/find-channel';
import { ApiError, invalidField, notFound } from '../errors/api-error';
import { userKind } from '../identities/identity-view';
import { Resources } from '../resources';
import { applicationKit } from './application-kit';
import { loadChainAccess, type ChainAccess } from './chain-access';
import { commandLineKit, type ChannelNames } from './command-line-kit';
import { zipped, type Download } from './download';
import { withoutKey, type Kit } from './kit';
import { monitoringKit } from './monitoring-kit';

export interface ConnectKey {
  readonly chainId: ChainId;
  readonly channelId: ChannelId;
  readonly identityId: IdentityId;
}

export interface OrganizationKey {
  readonly chainId: ChainId;
  readonly organization: string;
}

/** Returns the keys of an identity, or only its certificate. */
type KeysOf = (row: IdentityRow) => Promise<KeyPair>;

/** The chaincode name in Fabric's samples; used only if a channel has no chaincode. */
const NO_CHAINCODE = 'basic';

/** What applications and command-line programs outside of Heddle need to use a chain. */
@Injectable()
export class ConnectService {
  constructor(private readonly resources: Resources) {}

  async guide(key: ConnectKey): Promise<ConnectGuide> {
    return (await this.#application(key, PUBLIC)).guide;
  }

  async archive(key: ConnectKey): Promise<Download> {
    const { guide, files } = await this.#application(key, this.#opened);
    return zipped(guide.folder, files);
  }

  async commandLine(key: OrganizationKey): Promise<CommandLineGuide> {
    return (await this.#commandLine(key, PUBLIC)).guide;
  }

  async commandLineArchive(key: OrganizationKey): Promise<Download> {
    const { guide, files } = await this.#commandLine(key, this.#opened);
    return zipped(guide.folder, files);
  }

  async monitoringArchive({ chainId }: { readonly chainId: ChainId }): Promise<Download> {
    const { store } = this.resources.database;
    const { runtime } = await store.chains.get(chainId);
    const access = await loadChainAccess(store, chainId);
    const row = access.identities.find(({ kind }) => kind === 'monitoring');
    if (row === undefined) throw withoutMonitoring(access);
    return zipped(`${access.chain.name}-monitoring`, monitoringKit({ access, runtime, keys: await this.#opened(row) }));
  }

  readonly #opened: KeysOf = async ({ chainId, organization, kind, name }) => {
    const { database, sealer } = this.resources;
    const keys = await database.store.identities.find({ chainId, organization, kind, name }, sealer);
    if (keys === null) throw notFound(`The identity ${name} of ${organization}`);
    return keys;
  };

  async #application({ chainId, channelId, identityId }: ConnectKey, keysOf: KeysOf): Promise<Kit<ConnectGuide>> {
    const { store } = this.resources.database;
    const channel = await findChannel(store, { chainId, channelId });
    const access = await loadChainAccess(store, chainId);
    const row = access.identities.find(({ id }) => id === identityId);
    if (row === undefined || userKind(row) === undefined) throw notFound('The identity');
    if (!channel.organizations.includes(row.organization)) {
      throw invalidField('identityId', `${row.organization} is not on channel ${channel.name}`);
    }
    const [chaincode = NO_CHAINCODE] = await committedOn(store, channelId);
    return applicationKit({
      access,
      organization: organizationOf(access, row.organization),
      channel: channel.name,
      chaincode,
      identity: { name: row.name, keys: await keysOf(row) },
    });
  }

  async #commandLine({ chainId, organization: name }: OrganizationKey, keysOf: KeysOf): Promise<Kit<CommandLineGuide>> {
    const { store } = this.resources.database;
    const access = await loadChainAccess(store, chainId);
    const organization = organizationOf(access, name);
    const [identity, tls] = [adminOf(access, 'admin', name), adminOf(access, 'admin-tls', name)];
    const channels = await channelsOf(store, chainId, organization);
    return commandLineKit({
      access,
      organization,
      admin: { identity: await keysOf(identity), tls: await keysOf(tls) },
      channels,
    });
  }
}

const PUBLIC: KeysOf = (row) => Promise.resolve(withoutKey(row));

/** The administrator that every organization has from the start. */
const ADMIN = 'admin';

function adminOf({ chain, identities }: ChainAccess, kind: 'admin' | 'admin-tls', organization: string): IdentityRow {
  const row = identities.find((it) => it.kind === kind && it.organization === organization && it.name === ADMIN);
  if (row !== undefined) return row;
  throw new ApiError('invalid_state', `Organization ${organization} of chain ${chain.name} has no administrator yet.`, {
    remedy: 'Wait until the creation of the chain has issued its certificates; a released chain has none.',
  });
}

function withoutMonitoring({ chain }: ChainAccess): ApiError {
  return new ApiError('invalid_state', `Chain ${chain.name} has no monitoring certificate.`, {
    remedy:
      'Wait until its creation has issued its certificates. Nodes of a chain that an earlier version created give their metrics by plain HTTP without one.',
  });
}

function organizationOf({ organizations }: ChainAccess, wanted: string): PlannedOrganization {
  const found = organizations.find(({ name }) => name === wanted);
  if (found === undefined) throw notFound(`The organization ${wanted}`);
  return found;
}

async function committedOn(store: Store, channelId: ChannelId): Promise<string[]> {
  const chaincodes = await store.chaincodes.ofChannel(channelId);
  return chaincodes.flatMap(({ name, committedDefinitionId }) => (committedDefinitionId === null ? [] : [name]));
}

/** Channels of a peer organization; for the ordering service, all channels. */
async function channelsOf(store: Store, chainId: ChainId, organization: PlannedOrganization): Promise<ChannelNames[]> {
  const channels = (await store.channels.ofChain(chainId)).filter(
    ({ organizations }) => organization.kind === 'orderer' || organizations.includes(organization.name),
  );
  return Promise.all(
    channels.map(async ({ id, name, organizations }) => ({
      name,
      organizations,
      chaincodes: await committedOn(store, id),
    })),
  );
}
