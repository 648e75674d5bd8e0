import { ChangeDetectionStrategy, Component, computed, inject } from '@angular/core';
import { MatButtonModule } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';
import { SessionStore } from '../../../core/session/session.store';
import { ChainStore } from '../../../data/chain/chain.store';
import { offeredActions } from '../../../data/chain/offered-actions';
import { chainCrumbs } from '../../../layout/breadcrumbs/chain-crumbs';
import { EmptyComponent } from '../../../ui/empty/empty.component';
import { IconComponent } from '../../../ui/icon/icon.component';
import { StatusComponent } from '../../../ui/status/status.component';
import { TimeComponent } from '../../../ui/time/time.component';

@Component({
  selector: 'app-channels-tab',
  imports: [
    EmptyComponent,
    IconComponent,
    MatButtonModule,
    RouterLink,
    StatusComponent,
    TimeComponent,
    TranslocoDirective,
  ],
  templateUrl: './channels.tab.html',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class ChannelsTab {
  readonly #session = inject(SessionStore);
  protected readonly store = inject(ChainStore);
  readonly #offered = computed(() => {
    const chain = this.store.chain();
    return chain === null ? [] : offeredActions(chain);
  });
  protected readonly mayCreate = computed(
    () => this.#session.may('channels:write') && this.#offered().includes('createChannel'),
  );

  constructor() {
    chainCrumbs(() => [{ key: 'chain.tab.channels', link: 'channels' }]);
  }
}
