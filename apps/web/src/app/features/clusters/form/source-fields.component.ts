import { ChangeDetectionStrategy, Component, inject, input } from '@angular/core';
import { FormField, type FieldTree } from '@angular/forms/signals';
import { MatButtonModule } from '@angular/material/button';
import { MatFormFieldModule } from '@angular/material/form-field';
import { MatInputModule } from '@angular/material/input';
import { TranslocoDirective } from '@jsverse/transloco';
import { FieldErrors } from '../../../ui/forms/field-errors';
import type { SourceDraft } from './cluster-draft';
import { KubeconfigUploadComponent, type ChosenContext } from './kubeconfig-upload.component';

const TYPES = ['kubeconfig', 'in_cluster', 'default'] as const satisfies readonly SourceDraft['type'][];

/** Where the credentials of a cluster come from. */
@Component({
  selector: 'app-source-fields',
  imports: [
    FormField,
    KubeconfigUploadComponent,
    MatButtonModule,
    MatFormFieldModule,
    MatInputModule,
    TranslocoDirective,
  ],
  template: `<ng-container *transloco="let t">
    <div class="row" role="group" [attr.aria-label]="t('clusters.source')">
      @for (type of types; track type) {
        <button
          [matButton]="source()().value().type === type ? 'tonal' : 'text'"
          type="button"
          [attr.aria-pressed]="source()().value().type === type"
          (click)="choose(type)"
        >
          {{ t('clusters.source.' + type) }}
        </button>
      }
    </div>
    @switch (source()().value().type) {
      @case ('kubeconfig') {
        <app-kubeconfig-upload (chosen)="take($event)" />
        @if (errors.of(source().kubeconfig); as problem) {
          <p class="missing" role="alert">{{ problem }}</p>
        }
        @if (errors.of(source().context); as problem) {
          <p class="missing" role="alert">{{ problem }}</p>
        }
      }
      @case ('in_cluster') {
        <p class="muted">{{ t('clusters.inClusterHint') }}</p>
      }
      @case ('default') {
        <p class="muted">{{ t('clusters.defaultHint') }}</p>
        <mat-form-field>
          <mat-label>{{ t('clusters.context') }}</mat-label>
          <input matInput [formField]="source().context" autocomplete="off" spellcheck="false" />
          <mat-hint>{{ t('clusters.contextHint') }}</mat-hint>
          <mat-error>{{ errors.of(source().context) }}</mat-error>
        </mat-form-field>
      }
    }
  </ng-container>`,
  styles: ':host { display: grid; gap: var(--app-space-3); }',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class SourceFieldsComponent {
  protected readonly errors = inject(FieldErrors);
  readonly source = input.required<FieldTree<SourceDraft>>();
  protected readonly types = TYPES;

  /** A context belongs to the kubeconfig that it was chosen from, so it goes with it. */
  protected choose(type: SourceDraft['type']): void {
    if (type !== this.source()().value().type) this.source()().value.set({ type, kubeconfig: '', context: '' });
  }

  protected take({ kubeconfig, context }: ChosenContext): void {
    this.source()().value.set({ type: 'kubeconfig', kubeconfig, context });
  }
}
