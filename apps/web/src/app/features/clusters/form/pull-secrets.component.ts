import { ChangeDetectionStrategy, Component, inject, input } from '@angular/core';
import { FormField, type FieldTree } from '@angular/forms/signals';
import { MatButtonModule } from '@angular/material/button';
import { MatFormFieldModule } from '@angular/material/form-field';
import { MatInputModule } from '@angular/material/input';
import type { PullSecret } from '@heddle/contracts';
import { TranslocoDirective } from '@jsverse/transloco';
import { FieldErrors } from '../../../ui/forms/field-errors';
import { IconComponent } from '../../../ui/icon/icon.component';
import { noPullSecret } from './cluster-draft';

const MOST = 10;

/** Credentials of private registries; a password is typed once and never shown again. */
@Component({
  selector: 'app-pull-secrets',
  imports: [FormField, IconComponent, MatButtonModule, MatFormFieldModule, MatInputModule, TranslocoDirective],
  template: `<ng-container *transloco="let t">
    <div class="row row--between">
      <h3>{{ t('clusters.pullSecrets') }}</h3>
      <button matButton="outlined" type="button" [disabled]="secrets().length >= most" (click)="add()">
        <app-icon name="plus" /> {{ t('clusters.addPullSecret') }}
      </button>
    </div>
    <p class="muted small">{{ t('clusters.pullSecretsHint') }}</p>
    @for (secret of secrets(); track secret; let index = $index) {
      <fieldset class="fields fields--three">
        <legend class="sr-only">{{ t('clusters.pullSecretNumber', { number: index + 1 }) }}</legend>
        <mat-form-field>
          <mat-label>{{ t('clusters.registry') }}</mat-label>
          <input
            matInput
            [formField]="secret.registry"
            placeholder="registry.example.com"
            autocomplete="off"
            autocapitalize="none"
            spellcheck="false"
          />
          <mat-error>{{ errors.of(secret.registry) }}</mat-error>
        </mat-form-field>
        <mat-form-field>
          <mat-label>{{ t('clusters.username') }}</mat-label>
          <input matInput [formField]="secret.username" autocomplete="off" autocapitalize="none" spellcheck="false" />
          <mat-error>{{ errors.of(secret.username) }}</mat-error>
        </mat-form-field>
        <mat-form-field>
          <mat-label>{{ t('clusters.password') }}</mat-label>
          <input matInput type="password" [formField]="secret.password" autocomplete="new-password" />
          <mat-error>{{ errors.of(secret.password) }}</mat-error>
        </mat-form-field>
        <button
          matIconButton
          type="button"
          [attr.aria-label]="t('clusters.removePullSecret', { number: index + 1 })"
          (click)="remove(index)"
        >
          <app-icon name="delete" />
        </button>
      </fieldset>
    }
  </ng-container>`,
  styleUrl: './rows.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class PullSecretsComponent {
  protected readonly errors = inject(FieldErrors);
  readonly secrets = input.required<FieldTree<PullSecret[]>>();
  protected readonly most = MOST;

  protected add(): void {
    this.secrets()().value.update((secrets) => [...secrets, noPullSecret]);
  }

  protected remove(index: number): void {
    this.secrets()().value.update((secrets) => secrets.filter((_, position) => position !== index));
  }
}
