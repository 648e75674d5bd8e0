import { ChangeDetectionStrategy, Component, inject, input, output } from '@angular/core';
import type { FieldTree } from '@angular/forms/signals';
import { MatButtonModule } from '@angular/material/button';
import { MatDialogModule } from '@angular/material/dialog';
import { TranslocoDirective } from '@jsverse/transloco';
import type { ApiError } from '@heddle/client';
import { Connectivity } from '../../core/connectivity';
import { ErrorPanelComponent } from '../error-panel/error-panel.component';
import { RefusalDirective } from '../error-panel/refusal.directive';
import { outlinedFields } from '../form-fields';

/** The frame of a dialog that asks for something: its fields are the content; it stays open until they were taken. */
@Component({
  selector: 'app-form-dialog',
  imports: [ErrorPanelComponent, MatButtonModule, MatDialogModule, RefusalDirective, TranslocoDirective],
  providers: [outlinedFields],
  template: `<form novalidate *transloco="let t" (submit)="sent.emit($event)">
    <h2 mat-dialog-title>{{ heading() }}</h2>
    <mat-dialog-content>
      <div class="stack">
        @if (error(); as failure) {
          <app-error-panel appRefusal [error]="failure" [canRetry]="false" />
        }
        <ng-content />
      </div>
    </mat-dialog-content>
    <mat-dialog-actions align="end">
      @if (action(); as label) {
        <button matButton type="button" class="cancel" [matDialogClose]="undefined">{{ t('confirm.cancel') }}</button>
        <button
          matButton="filled"
          type="submit"
          [class.bad-button]="destructive()"
          [disabled]="!ready() || form()().submitting() || !connectivity.online()"
        >
          {{ label }}
        </button>
      } @else {
        <button matButton="filled" type="button" [matDialogClose]="undefined">{{ t('action.close') }}</button>
      }
    </mat-dialog-actions>
  </form>`,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class FormDialogComponent {
  protected readonly connectivity = inject(Connectivity);
  readonly heading = input.required<string>();
  readonly form = input.required<FieldTree<unknown>>();
  readonly error = input<ApiError | null>(null);
  /** The words of the button that sends the form; null once there is nothing left to send. */
  readonly action = input.required<string | null>();
  /** Whether there is something that could be sent now. */
  readonly ready = input(true);
  readonly destructive = input(false);
  readonly sent = output<Event>();
}
