import { ChangeDetectionStrategy, Component, computed, input, output } from '@angular/core';
import { MatButtonModule } from '@angular/material/button';
import { TranslocoDirective } from '@jsverse/transloco';
import type { ApiError } from '@heddle/client';
import { IconComponent } from '../icon/icon.component';
import { HeldByComponent } from '../operation/held-by/held-by.component';

/** An error where it happened: what, what to do, its code, and a way to try again. */
@Component({
  selector: 'app-error-panel',
  imports: [HeldByComponent, IconComponent, MatButtonModule, TranslocoDirective],
  template: `<ng-container *transloco="let t">
    <app-icon name="bad" />
    <div class="text">
      <strong>{{ t('errors.' + error().code) }}</strong>
      @if (error().operationId; as operationId) {
        <app-held-by [operationId]="operationId" />
      } @else if (!repeated()) {
        <p>{{ error().message }}</p>
      }
      @if (error().fields.length > 0) {
        <ul>
          @for (field of error().fields; track $index) {
            <li>
              <code>{{ field.path }}</code> {{ field.message }}
            </li>
          }
        </ul>
      }
      @if (error().words; as words) {
        <pre class="code-block" tabindex="0">{{ words }}</pre>
      }
      @if (error().remedy; as remedy) {
        <p>{{ remedy }}</p>
      }
      <p class="code">
        {{ t('error.code') }} <code>{{ error().code }}</code>
      </p>
    </div>
    @if (canRetry()) {
      <button matButton="outlined" type="button" (click)="retry.emit()">{{ t('action.tryAgain') }}</button>
    }
  </ng-container>`,
  styles: `
    :host {
      display: flex;
      flex-wrap: wrap;
      align-items: flex-start;
      gap: var(--app-space-3);
      padding: var(--app-space-3) var(--app-space-4);
      border: 1px solid var(--app-tone-bad-line);
      border-radius: var(--app-radius-md);
      background: var(--app-tone-bad-bg);
      scroll-margin: var(--app-space-5);
    }
    app-icon,
    strong {
      color: var(--app-tone-bad-fg);
    }
    .text {
      flex: 1;
      min-width: 200px;
      overflow-wrap: anywhere;
    }
    .code {
      color: var(--app-fg-muted);
      font-size: var(--app-text-xs);
    }
    pre {
      max-height: 260px;
    }
    ul {
      padding-inline-start: var(--app-space-4);
    }
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { role: 'alert' },
})
export class ErrorPanelComponent {
  readonly error = input.required<ApiError>();
  /** Whether the fields below, the words of what failed or the title say the same as the message. */
  protected readonly repeated = computed(() => {
    const { code, fields, message, words } = this.error();
    if (code === 'invalid_credentials') return true;
    const [first] = fields;
    return first === undefined ? (words?.includes(message) ?? false) : message.includes(first.message);
  });
  readonly canRetry = input(true);
  readonly retry = output();
}
