import { Injectable, inject } from '@angular/core';
import {
  api,
  type Chain,
  type ChainId,
  type ChannelId,
  type CommandLineGuide,
  type ConnectGuide,
  type Identity,
  type IdentityDownload,
  type IdentityId,
} from '@heddle/contracts';
import { ApiClient } from '../../core/api/api-client';
import { saveFile } from '../../core/save-file';

export interface ConnectKey {
  readonly chainId: ChainId;
  readonly channelId: ChannelId;
  readonly identityId: IdentityId;
}

export interface OrganizationKey {
  readonly chainId: ChainId;
  readonly organization: string;
}

const EXTENSIONS = { pem: '-pem.zip', msp: '-msp.zip', wallet: '.id', pkcs12: '.p12' } as const;

/** What the pages of this feature ask the API for. */
@Injectable({ providedIn: 'root' })
export class IdentitiesApi {
  readonly #client = inject(ApiClient);

  async list(chainId: ChainId): Promise<readonly Identity[]> {
    return (await this.#client.ask(api.identities.list, { params: { chainId } })).items;
  }

  async download(chainId: ChainId, { id, name }: Identity, body: IdentityDownload): Promise<void> {
    const params = { chainId, identityId: id };
    const { content } = await this.#client.download(api.identities.download, { params, body });
    saveFile(content, `${name}${EXTENSIONS[body.format]}`);
  }

  guide(key: ConnectKey): Promise<ConnectGuide> {
    return this.#client.ask(api.connect.guide, { params: { ...key } });
  }

  async archive(key: ConnectKey, { folder }: ConnectGuide): Promise<void> {
    const { content } = await this.#client.download(api.connect.archive, { params: { ...key } });
    saveFile(content, `${folder}.zip`);
  }

  commandLine(key: OrganizationKey): Promise<CommandLineGuide> {
    return this.#client.ask(api.connect.commandLine, { params: { ...key } });
  }

  async commandLineArchive(key: OrganizationKey, { folder }: CommandLineGuide): Promise<void> {
    const { content } = await this.#client.download(api.connect.commandLineArchive, { params: { ...key } });
    saveFile(content, `${folder}.zip`);
  }

  async monitoringArchive({ id, name }: Pick<Chain, 'id' | 'name'>): Promise<void> {
    const { content } = await this.#client.download(api.connect.monitoringArchive, { params: { chainId: id } });
    saveFile(content, `${name}-monitoring.zip`);
  }
}
