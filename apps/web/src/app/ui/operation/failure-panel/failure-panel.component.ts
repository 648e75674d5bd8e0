import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';
import type { OperationError, OperationKind } from '@heddle/contracts';
import { TranslocoDirective } from '@jsverse/transloco';
import { IconComponent } from '../../icon/icon.component';
import { stepLabel } from '../timeline/step-names';

/** Why an operation failed: what, where, the cause in its own words, and what to do. */
@Component({
  selector: 'app-failure-panel',
  imports: [IconComponent, TranslocoDirective],
  template: `<ng-container *transloco="let t">
    <h3><app-icon name="bad" /> {{ t('errors.' + error().code) }}</h3>
    <p>{{ error().message }}</p>
    @if (error().cause; as cause) {
      <details open>
        <summary>{{ t('operation.cause') }}</summary>
        <pre class="code-block" tabindex="0">{{ cause }}</pre>
      </details>
    }
    <p class="remedy">
      <strong>{{ t('operation.remedy') }}</strong> {{ error().remedy }}
    </p>
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
  readonly kind = input.required<OperationKind>();
  protected readonly label = computed(() => {
    const { step } = this.error();
    return step === null ? null : stepLabel(this.kind(), step);
  });
}
