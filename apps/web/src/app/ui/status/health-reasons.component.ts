import { ChangeDetectionStrategy, Component, computed, inject, input } from '@angular/core';
import type { Health } from '@heddle/contracts';
import { HealthTexts } from './health-texts';

/** Why something is in its state, one line for each reason. */
@Component({
  selector: 'app-health-reasons',
  template: `@for (text of texts(); track $index) {
    <p class="muted small">{{ text }}</p>
  }`,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class HealthReasonsComponent {
  readonly reason = input.required<string | null>();
  readonly health = input.required<Health>();
  readonly #texts = inject(HealthTexts);
  protected readonly texts = computed(() => this.#texts.of(this.reason(), this.health()));
}
