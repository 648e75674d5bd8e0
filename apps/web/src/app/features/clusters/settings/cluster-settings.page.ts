import { ChangeDetectionStrategy, Component, effect, inject, input, signal, untracked } from '@angular/core';
import { FormField, form, validateStandardSchema } from '@angular/forms/signals';
import { MatCheckboxModule } from '@angular/material/checkbox';
import { MatProgressBarModule } from '@angular/material/progress-bar';
import { Router } from '@angular/router';
import { type ApiError, toApiError } from '@heddle/client';
import { ClusterSettings, UpdateCluster, api, type Cluster, type ClusterId } from '@heddle/contracts';
import { TranslocoDirective } from '@jsverse/transloco';
import { ApiClient } from '../../../core/api/api-client';
import { breadcrumbs } from '../../../layout/breadcrumbs/breadcrumbs';
import { ErrorPanelComponent } from '../../../ui/error-panel/error-panel.component';
import { RefusalDirective } from '../../../ui/error-panel/refusal.directive';
import { FormActionsComponent } from '../../../ui/forms/form-actions.component';
import { FormSender } from '../../../ui/forms/form-sender';
import { SkeletonComponent } from '../../../ui/skeleton/skeleton.component';
import { newUpdateDraft, toUpdateInput, updateSchema } from '../form/cluster-draft';
import { PullSecretsComponent } from '../form/pull-secrets.component';
import { SettingsFieldsComponent } from '../form/settings-fields.component';
import { SharedVolumeComponent } from '../form/shared-volume.component';
import { SourceFieldsComponent } from '../form/source-fields.component';

const unread = ClusterSettings.parse({ shared: { type: 'host_path', path: '/' } });

/** Changes settings of a cluster, and on request its credentials and pull secrets, which are never shown. */
@Component({
  selector: 'app-cluster-settings',
  imports: [
    ErrorPanelComponent,
    FormActionsComponent,
    FormField,
    MatCheckboxModule,
    MatProgressBarModule,
    PullSecretsComponent,
    RefusalDirective,
    SettingsFieldsComponent,
    SharedVolumeComponent,
    SkeletonComponent,
    SourceFieldsComponent,
    TranslocoDirective,
  ],
  templateUrl: './cluster-settings.page.html',
  styleUrl: '../form/advanced.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class ClusterSettingsPage {
  readonly #client = inject(ApiClient);
  readonly #router = inject(Router);
  readonly clusterId = input.required<ClusterId>();
  protected readonly cluster = signal<Cluster | null>(null);
  protected readonly draft = signal(newUpdateDraft(unread));
  protected readonly form = form(this.draft, (path) => {
    validateStandardSchema(path, updateSchema);
  });
  protected readonly loadError = signal<ApiError | null>(null);
  protected readonly sender = new FormSender(this.form);

  constructor() {
    breadcrumbs(() => [
      { key: 'nav.clusters', link: '/clusters' },
      { label: this.cluster()?.name ?? '…', link: `/clusters/${this.clusterId()}` },
      { key: 'clusters.edit', link: `/clusters/${this.clusterId()}/settings` },
    ]);
    effect(() => {
      const id = this.clusterId();
      untracked(() => void this.load(id));
    });
  }

  /** Also after another user's change was in the way: what is shown then is theirs. */
  protected async load(clusterId: ClusterId): Promise<void> {
    this.loadError.set(null);
    this.sender.error.set(null);
    try {
      const cluster = await this.#client.ask(api.clusters.get, { params: { clusterId } });
      this.cluster.set(cluster);
      this.draft.set(newUpdateDraft(cluster.settings));
    } catch (error) {
      this.loadError.set(toApiError(error));
    }
  }

  protected send(event: Event, { id, revision }: Cluster): Promise<void> {
    return this.sender.send(event, async () => {
      const body = { ...UpdateCluster.parse(toUpdateInput(this.draft())), revision };
      await this.#client.ask(api.clusters.update, { params: { clusterId: id }, body });
      await this.#router.navigate(['/clusters', id]);
    });
  }
}
