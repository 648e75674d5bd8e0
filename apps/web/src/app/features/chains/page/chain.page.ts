import { ChangeDetectionStrategy, Component, computed, effect, inject, input } from '@angular/core';
import { MatButtonModule } from '@angular/material/button';
import { MatTabsModule } from '@angular/material/tabs';
import { Router, RouterLink, RouterLinkActive, RouterOutlet } from '@angular/router';
import { api, type Chain, type ChainId, type ChainState, type Operation } from '@heddle/contracts';
import { TranslocoDirective } from '@jsverse/transloco';
import { ApiClient } from '../../../core/api/api-client';
import { Attempt } from '../../../core/api/attempt';
import { Connectivity } from '../../../core/connectivity';
import { SessionStore } from '../../../core/session/session.store';
import { ChainStore } from '../../../data/chain/chain.store';
import { offeredActions } from '../../../data/chain/offered-actions';
import { errorOf } from '../../../data/load';
import { ChangeConfirmation } from '../../../ui/change/change-confirmation';
import { Confirmation } from '../../../ui/confirm/confirmation';
import { ErrorPanelComponent } from '../../../ui/error-panel/error-panel.component';
import { RefusalDirective } from '../../../ui/error-panel/refusal.directive';
import { IconComponent } from '../../../ui/icon/icon.component';
import { NotFoundComponent } from '../../../ui/not-found/not-found.component';
import { HeldByComponent } from '../../../ui/operation/held-by/held-by.component';
import { SkeletonComponent } from '../../../ui/skeleton/skeleton.component';
import { HealthReasonsComponent } from '../../../ui/status/health-reasons.component';
import { StatusComponent } from '../../../ui/status/status.component';
import { forgetQuestion } from '../forget-question';
import { releaseQuestion } from './release-question';
import { restartQuestion } from './restart-question';

const TABS = ['overview', 'nodes', 'channels', 'identities', 'operations', 'artifacts'] as const;
/** What only chains on a cluster have. */
const CLUSTER_TABS = ['manifests', 'events'] as const;
/** States in which nodes can restart one after another. */
const RESTARTABLE: readonly ChainState[] = ['running', 'degraded', 'updating'];

/** One chain: its header with what may be done, and the tabs, each with an address of its own. */
@Component({
  selector: 'app-chain-page',
  imports: [
    ErrorPanelComponent,
    HealthReasonsComponent,
    HeldByComponent,
    IconComponent,
    MatButtonModule,
    MatTabsModule,
    NotFoundComponent,
    RefusalDirective,
    RouterLink,
    RouterLinkActive,
    RouterOutlet,
    SkeletonComponent,
    StatusComponent,
    TranslocoDirective,
  ],
  providers: [ChainStore],
  templateUrl: './chain.page.html',
  styleUrl: './chain.page.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class ChainPage {
  readonly #client = inject(ApiClient);
  readonly #router = inject(Router);
  readonly #confirmation = inject(Confirmation);
  readonly #changes = inject(ChangeConfirmation);
  protected readonly store = inject(ChainStore);
  protected readonly session = inject(SessionStore);
  protected readonly connectivity = inject(Connectivity);
  readonly chainId = input.required<ChainId>();
  protected readonly tabs = computed(() => (this.store.chain()?.cluster == null ? TABS : [...TABS, ...CLUSTER_TABS]));
  protected readonly error = computed(() => errorOf(this.store.load()));
  readonly #attempt = new Attempt();
  protected readonly actionError = this.#attempt.error;
  protected readonly ready = computed(
    () => !this.#attempt.busy() && this.store.anyHolder() === null && this.connectivity.online(),
  );
  /** The element that says why nothing can be done now. */
  protected readonly heldBy = computed(() => (this.store.anyHolder() === null ? null : 'held-by'));

  constructor() {
    effect(() => {
      this.store.show(this.chainId());
    });
  }

  protected may(chain: Chain, action: Chain['allowedActions'][number]): boolean {
    return this.session.may('chains:write') && offeredActions(chain).includes(action);
  }

  protected mayRestart({ status }: Chain): boolean {
    return this.session.may('nodes:write') && RESTARTABLE.includes(status.state);
  }

  protected start(chain: Chain): Promise<void> {
    return this.#act(() => this.#client.ask(api.chains.start, { params: { chainId: chain.id } }));
  }

  protected async stop(chain: Chain): Promise<void> {
    const params = { name: chain.name };
    const agreed = await this.#confirmation.ask({
      title: 'chain.stopTitle',
      text: 'chain.stopText',
      action: 'chain.stop',
      params,
    });
    if (agreed) await this.#act(() => this.#client.ask(api.chains.stop, { params: { chainId: chain.id } }));
  }

  protected async restart(chain: Chain): Promise<void> {
    const changed = await this.#changes.ask(restartQuestion(chain));
    if (changed !== null) await this.#act(() => Promise.resolve(changed));
  }

  protected async release(chain: Chain): Promise<void> {
    const answer = await this.#confirmation.choose(releaseQuestion(chain));
    if (answer === null) return;
    const body = { confirmName: chain.name, keepLedgers: answer.sparing };
    const input = { params: { chainId: chain.id }, body };
    await this.#act(() => this.#client.ask(api.chains.release, input));
  }

  protected async forget(chain: Chain): Promise<void> {
    const agreed = await this.#confirmation.ask(forgetQuestion(chain));
    if (!agreed) return;
    await this.#act(async () => {
      await this.#client.ask(api.chains.delete, { params: { chainId: chain.id } });
      await this.#router.navigate(['/chains']);
      return null;
    });
  }

  #act(ask: () => Promise<{ resource: Chain; operation: Operation } | null>): Promise<void> {
    return this.#attempt.run(async () => {
      const answer = await ask();
      if (answer === null) return;
      this.store.dispatch({ type: 'chain', chain: answer.resource });
      // The overview shows the operation as it runs.
      await this.#router.navigate(['/chains', answer.resource.id]);
    });
  }
}
