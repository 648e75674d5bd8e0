import { ChangeDetectionStrategy, Component, computed, inject } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';
import { ErrorPanelComponent } from '../error-panel/error-panel.component';
import { IconComponent } from '../icon/icon.component';
import { SkeletonComponent } from '../skeleton/skeleton.component';
import { ConsideredChange } from './considered-change';
import { CodedTexts } from '../coded-texts';

/** What the considered change will do, step by step; in its place, why the server would refuse it. */
@Component({
  selector: 'app-change-preview',
  imports: [ErrorPanelComponent, IconComponent, SkeletonComponent, TranslocoDirective],
  template: `<ng-container *transloco="let t">
    @if (considered.error(); as failure) {
      <app-error-panel [error]="failure" [canRetry]="failure.retryable" (retry)="considered.again()" />
    } @else {
      <h3>{{ t('change.willHappen') }}</h3>
      @if (considered.preview(); as preview) {
        <ol>
          @for (step of steps(); track $index) {
            <li>{{ step }}</li>
          }
        </ol>
        @for (warning of warnings(); track $index) {
          <p class="notice"><app-icon name="warn" /> {{ warning }}</p>
        }
        @if (preview.restarts.length === 0) {
          <p class="muted">{{ t('change.noneRestarts') }}</p>
        } @else {
          <p>{{ t('change.theseRestart') }}</p>
          <ul>
            @for (name of preview.restarts; track name) {
              <li>{{ name }}</li>
            }
          </ul>
        }
      } @else {
        <app-skeleton [lines]="4" />
      }
    }
  </ng-container>`,
  styles: `
    ol,
    ul {
      padding-inline-start: var(--app-space-5);
    }
    li {
      overflow-wrap: anywhere;
    }
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { class: 'stack stack--tight', 'aria-live': 'polite', '[attr.aria-busy]': 'considered.asking()' },
})
export class ChangePreviewComponent {
  protected readonly considered = inject(ConsideredChange);
  readonly #texts = inject(CodedTexts);
  protected readonly steps = computed(
    () => this.considered.preview()?.steps.map((step) => this.#texts.of('plannedStep', step)) ?? [],
  );
  protected readonly warnings = computed(
    () => this.considered.preview()?.warnings.map((warning) => this.#texts.of('changeWarning', warning)) ?? [],
  );
}
