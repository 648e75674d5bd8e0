import { ChangeDetectionStrategy, Component, inject, input } from '@angular/core';
import { FormField, type FieldTree } from '@angular/forms/signals';
import { MatFormFieldModule } from '@angular/material/form-field';
import { MatInputModule } from '@angular/material/input';
import { MatSelectModule } from '@angular/material/select';
import { TranslocoDirective } from '@jsverse/transloco';
import { FieldErrors } from '../../../ui/forms/field-errors';
import type { SettingsDraft } from './settings-draft';

/** The volume that Heddle and the cluster's nodes share: the one setting that has no default. */
@Component({
  selector: 'app-shared-volume',
  imports: [FormField, MatFormFieldModule, MatInputModule, MatSelectModule, TranslocoDirective],
  template: `<ng-container *transloco="let t">
    <p class="muted">{{ t('clusters.sharedHint') }}</p>
    <div class="form-grid">
      <mat-form-field>
        <mat-label>{{ t('clusters.sharedType') }}</mat-label>
        <mat-select [formField]="shared().type">
          <mat-option value="nfs">NFS</mat-option>
          <mat-option value="host_path">{{ t('clusters.hostPath') }}</mat-option>
        </mat-select>
      </mat-form-field>
      @if (shared().type().value() === 'nfs') {
        <mat-form-field>
          <mat-label>{{ t('clusters.nfsServer') }}</mat-label>
          <input matInput [formField]="shared().server" autocomplete="off" autocapitalize="none" spellcheck="false" />
          <mat-hint>{{ t('clusters.nfsServerHint') }}</mat-hint>
          <mat-error>{{ errors.of(shared().server, 'host') }}</mat-error>
        </mat-form-field>
      }
      <mat-form-field>
        <mat-label>{{ t(shared().type().value() === 'nfs' ? 'clusters.nfsPath' : 'clusters.hostFolder') }}</mat-label>
        <input matInput [formField]="shared().path" autocomplete="off" autocapitalize="none" spellcheck="false" />
        @if (shared().type().value() === 'host_path') {
          <mat-hint>{{ t('clusters.hostPathHint') }}</mat-hint>
        }
        <mat-error>{{ errors.of(shared().path, 'path') }}</mat-error>
      </mat-form-field>
    </div>
  </ng-container>`,
  styles: ':host { display: grid; gap: var(--app-space-3); }',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class SharedVolumeComponent {
  protected readonly errors = inject(FieldErrors);
  readonly shared = input.required<FieldTree<SettingsDraft['shared']>>();
}
