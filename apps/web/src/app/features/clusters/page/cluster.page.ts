import { ChangeDetectionStrategy, Component, computed, effect, inject, input, signal, untracked } from '@angular/core';
import { MatButtonModule } from '@angular/material/button';
import { MatProgressBarModule } from '@angular/material/progress-bar';
import { Router, RouterLink } from '@angular/router';
import { type ApiError, toApiError } from '@heddle/client';
import { api, type Cluster, type ClusterId } from '@heddle/contracts';
import { TranslocoDirective } from '@jsverse/transloco';
import { ApiClient } from '../../../core/api/api-client';
import { Connectivity } from '../../../core/connectivity';
import { SessionStore } from '../../../core/session/session.store';
import { errorOf } from '../../../data/load';
import { breadcrumbs } from '../../../layout/breadcrumbs/breadcrumbs';
import { Confirmation } from '../../../ui/confirm/confirmation';
import { ErrorPanelComponent } from '../../../ui/error-panel/error-panel.component';
import { RefusalDirective } from '../../../ui/error-panel/refusal.directive';
import { IconComponent } from '../../../ui/icon/icon.component';
import { NotFoundComponent } from '../../../ui/not-found/not-found.component';
import { SkeletonComponent } from '../../../ui/skeleton/skeleton.component';
import { StatusComponent } from '../../../ui/status/status.component';
import { TimeComponent } from '../../../ui/time/time.component';
import { ClusterStore } from './cluster.store';
import { NodeTableComponent } from './node-table.component';
import { SettingsFactsComponent } from './settings-facts.component';
import { TestResultComponent } from './test-result.component';

/** One cluster: whether it can be reached, what a test found, its nodes, the chains on it, and how chains are laid out. */
@Component({
  selector: 'app-cluster-page',
  imports: [
    ErrorPanelComponent,
    IconComponent,
    MatButtonModule,
    MatProgressBarModule,
    NodeTableComponent,
    NotFoundComponent,
    RefusalDirective,
    RouterLink,
    SettingsFactsComponent,
    SkeletonComponent,
    StatusComponent,
    TestResultComponent,
    TimeComponent,
    TranslocoDirective,
  ],
  providers: [ClusterStore],
  templateUrl: './cluster.page.html',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class ClusterPage {
  readonly #client = inject(ApiClient);
  readonly #router = inject(Router);
  readonly #confirmation = inject(Confirmation);
  protected readonly store = inject(ClusterStore);
  protected readonly session = inject(SessionStore);
  protected readonly connectivity = inject(Connectivity);
  readonly clusterId = input.required<ClusterId>();
  protected readonly error = computed(() => errorOf(this.store.load()));
  protected readonly actionError = signal<ApiError | null>(null);
  protected readonly testing = signal(false);
  protected readonly removing = signal(false);
  protected readonly nodesError = computed(() => {
    const nodes = this.store.nodes();
    return nodes.phase === 'failed' ? nodes.error : null;
  });
  /** A cluster that does not answer shows the nodes of its last test. */
  protected readonly nodes = computed(() => this.store.nodes().nodes ?? this.store.cluster()?.lastTest?.nodes ?? []);

  constructor() {
    breadcrumbs(() => [
      { key: 'nav.clusters', link: '/clusters' },
      { label: this.store.cluster()?.name ?? '…', link: `/clusters/${this.clusterId()}` },
    ]);
    effect(() => {
      const id = this.clusterId();
      untracked(() => void this.store.show(id));
    });
  }

  protected async test({ id }: Cluster): Promise<void> {
    this.testing.set(true);
    await this.#guarded(() => this.store.test(id));
    this.testing.set(false);
  }

  protected async remove({ id, name }: Cluster): Promise<void> {
    const agreed = await this.#confirmation.ask({
      title: 'clusters.removeTitle',
      text: 'clusters.removeText',
      action: 'clusters.removeAction',
      params: { name },
      destroyed: ['clusters.removeCredentials', 'clusters.removeSettings'],
      kept: ['clusters.removeKeepsCluster'],
      typedName: name,
    });
    if (!agreed) return;
    this.removing.set(true);
    await this.#guarded(async () => {
      await this.#client.ask(api.clusters.delete, { params: { clusterId: id } });
      await this.#router.navigate(['/clusters']);
    });
    this.removing.set(false);
  }

  async #guarded(work: () => Promise<void>): Promise<void> {
    this.actionError.set(null);
    try {
      await work();
    } catch (error) {
      this.actionError.set(toApiError(error));
      // A refusal often means that the cluster is no more as it is shown.
      await this.store.show(this.clusterId());
    }
  }
}
