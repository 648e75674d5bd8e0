import { Injectable, inject, signal } from '@angular/core';
import { type ApiError, toApiError } from '@heddle/client';
import { api, type ChainId, type ChannelId, type LedgerDefinition } from '@heddle/contracts';
import { ApiClient } from '../../../core/api/api-client';

/** What is committed on one channel, asked for once. */
@Injectable()
export class CommittedDefinitions {
  readonly #client = inject(ApiClient);
  readonly items = signal<readonly LedgerDefinition[]>([]);
  /** Whether the channel answered, or failed to. */
  readonly settled = signal(false);
  readonly error = signal<ApiError | null>(null);

  async load(params: { chainId: ChainId; channelId: ChannelId }): Promise<void> {
    try {
      const { items } = await this.#client.ask(api.chaincodes.committed, { params });
      this.items.set(items);
    } catch (error) {
      this.error.set(toApiError(error));
    } finally {
      this.settled.set(true);
    }
  }

  named(name: string): LedgerDefinition | null {
    return this.items().find((definition) => definition.name === name) ?? null;
  }
}
