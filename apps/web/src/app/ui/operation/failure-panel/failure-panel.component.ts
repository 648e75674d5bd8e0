import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';
import { MatButtonModule } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import type { Operation, OperationError } from '@heddle/contracts';
import { TranslocoDirective } from '@jsverse/transloco';
import { CopyButtonComponent } from '../../copy/copy-button.component';
import { IconComponent } from '../../icon/icon.component';
import { stepLabel } from '../timeline/step-names';

/** Why an operation failed: what, where, the cause in its own words, and what to do. */
@Component({
  selector: 'app-failure-panel',
  imports: [CopyButtonComponent, IconComponent, MatButtonModule, RouterLink, TranslocoDirective],
  template: `<ng-container *transloco="let t">
    <h3><app-icon name="bad" /> {{ t('errors.' + error().code) }}</h3>
    <p>{{ error().message }}</p>
    @if (cause(); as cause) {
      <details open>
        <summary>{{ t('operation.cause') }}</summary>
        <pre class="code-block" tabindex="0">{{ cause }}</pre>
      </details>
    }
    <p class="remedy">
      <strong>{{ t('operation.remedy') }}</strong> {{ error().remedy }}
    </p>
    <div class="row">
      <a matButton="outlined" [routerLink]="['/chains', operation().chainId, 'nodes']">{{
        t('operation.openNodes')
      }}</a>
      <app-copy-button [text]="report()" [label]="t('errors.' + error().code)" />
    </div>
    <p class="muted small">
      {{ t('error.code') }} <code>{{ error().code }}</code>
      @if (label(); as step) {
        · {{ t('operation.inStep', { step: 'key' in step ? t(step.key) : step.text }) }}
      }
    </p>
  </ng-container>`,
  styles: `
    :host {
      display: grid;
      gap: var(--app-space-2);
      padding: var(--app-space-4);
      border: 1px solid var(--app-tone-bad-line);
      border-radius: var(--app-radius-md);
      background: var(--app-tone-bad-bg);
      overflow-wrap: anywhere;
    }
    h3 {
      display: flex;
      align-items: center;
      gap: var(--app-space-2);
      color: var(--app-tone-bad-fg);
    }
    pre {
      max-height: 260px;
      margin-top: var(--app-space-1);
    }
    summary {
      cursor: pointer;
    }
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class FailurePanelComponent {
  readonly error = input.required<OperationError>();
  readonly operation = input.required<Pick<Operation, 'chainId' | 'kind'>>();
  /** Null where the message says it already. */
  protected readonly cause = computed(() => {
    const { cause, message } = this.error();
    return cause === null || message.includes(cause.trim()) ? null : cause;
  });
  /** What to send to the people who are asked for help. */
  protected readonly report = computed(() => {
    const { code, message, remedy } = this.error();
    return [`${code}: ${message}`, this.cause(), remedy].filter((part) => part !== null).join('\n\n');
  });
  protected readonly label = computed(() => {
    const { step } = this.error();
    return step === null ? null : stepLabel(this.operation().kind, step);
  });
}
