import { Injectable, inject, signal } from '@angular/core';
import { type ApiError, toApiError } from '@heddle/client';
import { api, type ChainId, type ChannelId, type ConfiguredMember, type LedgerDefinition } from '@heddle/contracts';
import { ApiClient } from '../../../core/api/api-client';

/** What other clients than Heddle put into a channel: definitions that they committed, organizations that they added. */
@Injectable()
export class LedgerStore {
  readonly #client = inject(ApiClient);
  readonly outside = signal<readonly LedgerDefinition[]>([]);
  readonly external = signal<readonly ConfiguredMember[]>([]);
  readonly error = signal<ApiError | null>(null);

  async show(chainId: ChainId, channelId: ChannelId): Promise<void> {
    const params = { chainId, channelId };
    try {
      const [definitions, members] = await Promise.all([
        this.#client.ask(api.chaincodes.committed, { params }),
        this.#client.ask(api.channels.members, { params }),
      ]);
      this.outside.set(definitions.items.filter(({ committedBy }) => committedBy === 'outside'));
      this.external.set(members.items.filter(({ organization }) => organization === null));
      this.error.set(null);
    } catch (error) {
      this.error.set(toApiError(error));
    }
  }
}
