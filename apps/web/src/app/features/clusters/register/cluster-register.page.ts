import { ChangeDetectionStrategy, Component, computed, inject, signal } from '@angular/core';
import { FormField, form, validateStandardSchema } from '@angular/forms/signals';
import { MatFormFieldModule } from '@angular/material/form-field';
import { MatInputModule } from '@angular/material/input';
import { MatProgressBarModule } from '@angular/material/progress-bar';
import { Router } from '@angular/router';
import { RegisterCluster, api } from '@heddle/contracts';
import { TranslocoDirective } from '@jsverse/transloco';
import { ApiClient } from '../../../core/api/api-client';
import { randomKey } from '../../../core/random-key';
import { breadcrumbs } from '../../../layout/breadcrumbs/breadcrumbs';
import { ErrorPanelComponent } from '../../../ui/error-panel/error-panel.component';
import { RefusalDirective } from '../../../ui/error-panel/refusal.directive';
import { FieldErrors } from '../../../ui/forms/field-errors';
import { FormActionsComponent } from '../../../ui/forms/form-actions.component';
import { FormSender } from '../../../ui/forms/form-sender';
import { newRegisterDraft, registerSchema, toRegisterInput } from '../form/cluster-draft';
import { PullSecretsComponent } from '../form/pull-secrets.component';
import { SettingsFieldsComponent } from '../form/settings-fields.component';
import { SharedVolumeComponent } from '../form/shared-volume.component';
import { SourceFieldsComponent } from '../form/source-fields.component';

/** Registers a cluster; the server connects to it first, and keeps its credentials sealed. */
@Component({
  selector: 'app-cluster-register',
  imports: [
    ErrorPanelComponent,
    FormActionsComponent,
    FormField,
    MatFormFieldModule,
    MatInputModule,
    MatProgressBarModule,
    PullSecretsComponent,
    RefusalDirective,
    SettingsFieldsComponent,
    SharedVolumeComponent,
    SourceFieldsComponent,
    TranslocoDirective,
  ],
  templateUrl: './cluster-register.page.html',
  styleUrl: '../form/advanced.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class ClusterRegisterPage {
  readonly #client = inject(ApiClient);
  readonly #router = inject(Router);
  protected readonly errors = inject(FieldErrors);
  /** Credentials are in here: unlike other drafts this one is never written anywhere. */
  protected readonly draft = signal(newRegisterDraft());
  protected readonly form = form(this.draft, (path) => {
    validateStandardSchema(path, registerSchema);
  });
  protected readonly sender = new FormSender(this.form);
  /** One key per draft: the same one sent again after a lost answer registers one cluster. */
  readonly #idempotencyKey = computed(() => (this.draft(), randomKey()));

  constructor() {
    breadcrumbs(() => [
      { key: 'nav.clusters', link: '/clusters' },
      { key: 'clusters.register', link: '/clusters/new' },
    ]);
  }

  protected send(event: Event): Promise<void> {
    return this.sender.send(event, async () => {
      const body = RegisterCluster.parse(toRegisterInput(this.draft()));
      const cluster = await this.#client.ask(api.clusters.register, { body, idempotencyKey: this.#idempotencyKey() });
      await this.#router.navigate(['/clusters', cluster.id]);
    });
  }
}
