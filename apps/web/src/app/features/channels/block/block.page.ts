import { ChangeDetectionStrategy, Component, computed, effect, inject, input, signal } from '@angular/core';
import { RouterLink } from '@angular/router';
import { api, type Block, type ChainId, type ChannelId } from '@heddle/contracts';
import { TranslocoDirective } from '@jsverse/transloco';
import { ApiClient } from '../../../core/api/api-client';
import { Attempt } from '../../../core/api/attempt';
import { ChainStore } from '../../../data/chain/chain.store';
import { chainCrumbs } from '../../../layout/breadcrumbs/chain-crumbs';
import { ErrorPanelComponent } from '../../../ui/error-panel/error-panel.component';
import { HashComponent } from '../../../ui/hash/hash.component';
import { IconComponent } from '../../../ui/icon/icon.component';
import { SkeletonComponent } from '../../../ui/skeleton/skeleton.component';
import { Formats } from '../../../ui/time/formats';
import { TimeComponent } from '../../../ui/time/time.component';
import { ValidationComponent } from '../validation.component';

@Component({
  selector: 'app-block-page',
  imports: [
    ErrorPanelComponent,
    HashComponent,
    IconComponent,
    RouterLink,
    SkeletonComponent,
    TimeComponent,
    TranslocoDirective,
    ValidationComponent,
  ],
  templateUrl: './block.page.html',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class BlockPage {
  readonly #client = inject(ApiClient);
  protected readonly store = inject(ChainStore);
  protected readonly formats = inject(Formats);
  readonly chainId = input.required<ChainId>();
  readonly channelId = input.required<ChannelId>();
  /** Number or hash, from the address. */
  readonly block = input.required<string>();
  protected readonly found = signal<Block | null>(null);
  readonly #attempt = new Attempt();
  protected readonly error = this.#attempt.error;
  protected readonly channel = computed(() => this.store.channels().find(({ id }) => id === this.channelId()) ?? null);

  constructor() {
    chainCrumbs(() => [
      { key: 'chain.tab.channels', link: 'channels' },
      { label: this.channel()?.name ?? '…', link: `channels/${this.channelId()}` },
      {
        label: `#${String(this.found()?.number ?? this.block().slice(0, 8))}`,
        link: `channels/${this.channelId()}/blocks/${this.block()}`,
      },
    ]);
    effect(() => void this.load({ chainId: this.chainId(), channelId: this.channelId(), block: this.block() }));
  }

  protected load(params: { chainId: ChainId; channelId: ChannelId; block: string }): Promise<void> {
    return this.#attempt.run(async () => {
      const block = await this.#client.ask(api.blocks.get, { params });
      if (params.block === this.block()) this.found.set(block);
    });
  }
}
