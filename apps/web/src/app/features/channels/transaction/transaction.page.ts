import { ChangeDetectionStrategy, Component, computed, effect, inject, input, signal } from '@angular/core';
import { RouterLink } from '@angular/router';
import { api, type ChainId, type ChannelId, type TransactionDetail } from '@heddle/contracts';
import { TranslocoDirective } from '@jsverse/transloco';
import { ApiClient } from '../../../core/api/api-client';
import { Attempt } from '../../../core/api/attempt';
import { ChainStore } from '../../../data/chain/chain.store';
import { chainCrumbs } from '../../../layout/breadcrumbs/chain-crumbs';
import { ErrorPanelComponent } from '../../../ui/error-panel/error-panel.component';
import { HashComponent } from '../../../ui/hash/hash.component';
import { SkeletonComponent } from '../../../ui/skeleton/skeleton.component';
import { TimeComponent } from '../../../ui/time/time.component';
import { ValidationComponent } from '../validation.component';

@Component({
  selector: 'app-transaction-page',
  imports: [
    ErrorPanelComponent,
    HashComponent,
    RouterLink,
    SkeletonComponent,
    TimeComponent,
    TranslocoDirective,
    ValidationComponent,
  ],
  templateUrl: './transaction.page.html',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class TransactionPage {
  readonly #client = inject(ApiClient);
  readonly #store = inject(ChainStore);
  readonly chainId = input.required<ChainId>();
  readonly channelId = input.required<ChannelId>();
  readonly transactionId = input.required<string>();
  protected readonly found = signal<TransactionDetail | null>(null);
  readonly #attempt = new Attempt();
  protected readonly error = this.#attempt.error;
  protected readonly decoded = computed(() => JSON.stringify(this.found()?.detail ?? {}, null, 2));
  readonly #channel = computed(() => this.#store.channels().find(({ id }) => id === this.channelId()) ?? null);

  constructor() {
    chainCrumbs(() => {
      const base = `channels/${this.channelId()}`;
      const number = this.found()?.blockNumber;
      return [
        { key: 'chain.tab.channels', link: 'channels' },
        { label: this.#channel()?.name ?? '…', link: base },
        ...(number === undefined ? [] : [{ label: `#${String(number)}`, link: `${base}/blocks/${String(number)}` }]),
        { label: this.transactionId().slice(0, 12), link: `${base}/transactions/${this.transactionId()}` },
      ];
    });
    effect(() => void this.load());
  }

  protected load(): Promise<void> {
    const params = { chainId: this.chainId(), channelId: this.channelId(), transactionId: this.transactionId() };
    return this.#attempt.run(async () => {
      const transaction = await this.#client.ask(api.blocks.transaction, { params });
      if (params.transactionId === this.transactionId()) this.found.set(transaction);
    });
  }
}
