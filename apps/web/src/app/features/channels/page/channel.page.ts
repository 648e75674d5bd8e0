import { ChangeDetectionStrategy, Component, computed, effect, inject, input, untracked } from '@angular/core';
import { MatButtonModule } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { type ChannelId } from '@heddle/contracts';
import { TranslocoDirective } from '@jsverse/transloco';
import { SessionStore } from '../../../core/session/session.store';
import { ChainStore } from '../../../data/chain/chain.store';
import { chainCrumbs } from '../../../layout/breadcrumbs/chain-crumbs';
import { EmptyComponent } from '../../../ui/empty/empty.component';
import { ErrorPanelComponent } from '../../../ui/error-panel/error-panel.component';
import { HashComponent } from '../../../ui/hash/hash.component';
import { IconComponent } from '../../../ui/icon/icon.component';
import { lastOperation } from '../../../ui/operation/last-operation';
import { OperationRunComponent } from '../../../ui/operation/run/operation-run.component';
import { HealthReasonsComponent } from '../../../ui/status/health-reasons.component';
import { StatusComponent } from '../../../ui/status/status.component';
import { Formats } from '../../../ui/time/formats';
import { TimeComponent } from '../../../ui/time/time.component';
import { BlocksStore } from './blocks.store';
import { ChannelMembersComponent } from './channel-members.component';
import { LedgerStore } from './ledger.store';

@Component({
  selector: 'app-channel-page',
  imports: [
    ChannelMembersComponent,
    EmptyComponent,
    ErrorPanelComponent,
    HashComponent,
    HealthReasonsComponent,
    IconComponent,
    MatButtonModule,
    OperationRunComponent,
    RouterLink,
    StatusComponent,
    TimeComponent,
    TranslocoDirective,
  ],
  providers: [BlocksStore, LedgerStore],
  templateUrl: './channel.page.html',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class ChannelPage {
  protected readonly store = inject(ChainStore);
  protected readonly blocks = inject(BlocksStore);
  protected readonly ledger = inject(LedgerStore);
  protected readonly session = inject(SessionStore);
  protected readonly formats = inject(Formats);
  readonly channelId = input.required<ChannelId>();
  protected readonly channel = computed(() => this.store.channels().find(({ id }) => id === this.channelId()) ?? null);
  protected readonly chaincodes = computed(() =>
    this.store.chaincodes().filter(({ channelId }) => channelId === this.channelId()),
  );
  protected readonly held = computed(() => this.store.holderOf(this.channelId()) !== null);
  protected readonly operationId = lastOperation(() => ({
    id: this.channelId(),
    operationId: this.channel()?.operationId ?? null,
  }));
  /** Calls and definitions find enough of a channel that works in part. */
  protected readonly usable = computed(() => {
    const state = this.channel()?.status.state;
    return state === 'active' || state === 'degraded' || state === 'partly_joined';
  });
  /** Blocks can be asked for once the channel has some, and each of its peers has joined. */
  readonly #readable = computed(() => {
    const channel = this.channel();
    return channel !== null && channel.height !== null && channel.status.state !== 'creating';
  });

  constructor() {
    chainCrumbs(() => [
      { key: 'chain.tab.channels', link: 'channels' },
      { label: this.channel()?.name ?? '…', link: `channels/${this.channelId()}` },
    ]);
    effect(() => {
      const chainId = this.store.id();
      const channelId = this.channelId();
      if (chainId !== null && this.#readable()) untracked(() => void this.blocks.show(chainId, channelId));
    });
    effect(() => {
      const chainId = this.store.id();
      const channelId = this.channelId();
      // A chaincode that was deployed, upgraded or removed here may have been committed elsewhere before.
      this.chaincodes();
      if (chainId !== null && this.#readable()) untracked(() => void this.ledger.show(chainId, channelId));
    });
    effect(() => {
      // What could not be read may be there once a node, the chain or the channel is another.
      this.store.nodes();
      this.store.chain();
      this.channel();
      untracked(() => {
        if (this.blocks.error() !== null && this.#readable()) void this.blocks.again();
      });
    });
  }
}
