import { ChangeDetectionStrategy, Component, computed, effect, inject, input, signal, untracked } from '@angular/core';
import { MatButtonModule } from '@angular/material/button';
import { MatCheckboxModule } from '@angular/material/checkbox';
import { Router } from '@angular/router';
import { api, type ChainId, type ClusterEvent } from '@heddle/contracts';
import { TranslocoDirective } from '@jsverse/transloco';
import { ApiClient } from '../../../core/api/api-client';
import { Attempt } from '../../../core/api/attempt';
import { ChainStore } from '../../../data/chain/chain.store';
import { chainCrumbs } from '../../../layout/breadcrumbs/chain-crumbs';
import { EmptyComponent } from '../../../ui/empty/empty.component';
import { ErrorPanelComponent } from '../../../ui/error-panel/error-panel.component';
import { IconComponent } from '../../../ui/icon/icon.component';
import { SkeletonComponent } from '../../../ui/skeleton/skeleton.component';
import { TimeComponent } from '../../../ui/time/time.component';

/** What the cluster itself reports of the chain's objects, newest first. */
@Component({
  selector: 'app-events-tab',
  imports: [
    EmptyComponent,
    ErrorPanelComponent,
    IconComponent,
    MatButtonModule,
    MatCheckboxModule,
    SkeletonComponent,
    TimeComponent,
    TranslocoDirective,
  ],
  templateUrl: './events.tab.html',
  styleUrl: './events.tab.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class EventsTab {
  readonly #client = inject(ApiClient);
  readonly #router = inject(Router);
  protected readonly store = inject(ChainStore);
  /** `warn` shows warnings only; it lives in the address. */
  readonly level = input<string>();
  protected readonly warningsOnly = computed(() => this.level() === 'warn');
  protected readonly all = signal<readonly ClusterEvent[] | null>(null);
  protected readonly events = computed(() =>
    (this.all() ?? []).filter(({ level }) => !this.warningsOnly() || level === 'warn'),
  );
  readonly #attempt = new Attempt();
  protected readonly loading = this.#attempt.busy;
  protected readonly error = this.#attempt.error;

  constructor() {
    chainCrumbs(() => [{ key: 'chain.tab.events', link: 'events' }]);
    // The feed has no events of clusters, so a change of the chain or the end of its operation requests them again.
    const occasion = computed(() => {
      const chain = this.store.chain();
      return chain === null ? null : `${chain.id} ${chain.status.state} ${chain.operationId ?? ''}`;
    });
    effect(() => {
      occasion();
      const chainId = this.store.id();
      if (chainId !== null) untracked(() => void this.load(chainId));
    });
  }

  protected load(chainId: ChainId): Promise<void> {
    return this.#attempt.run(async () => {
      this.all.set((await this.#client.ask(api.chains.events, { params: { chainId } })).items);
    });
  }

  protected show(warningsOnly: boolean): void {
    void this.#router.navigate([], { queryParams: { level: warningsOnly ? 'warn' : null }, replaceUrl: true });
  }
}
