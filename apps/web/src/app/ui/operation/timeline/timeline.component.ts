import { ChangeDetectionStrategy, Component, computed, inject, input, signal } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';
import type { Operation, OperationEvent, OperationStep } from '@heddle/contracts';
import { IconComponent } from '../../icon/icon.component';
import { toneOf } from '../../status/tones';
import { Formats } from '../../time/formats';
import { StepLogComponent } from '../step-log/step-log.component';

/** The steps of an operation in order; running and failed ones stand open, others open on demand. */
@Component({
  selector: 'app-timeline',
  imports: [IconComponent, StepLogComponent, TranslocoDirective],
  templateUrl: './timeline.component.html',
  styleUrl: './timeline.component.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class TimelineComponent {
  protected readonly formats = inject(Formats);
  readonly operation = input.required<Operation>();
  readonly events = input.required<readonly OperationEvent[]>();
  /** What a person opened or closed by hand, by step name. */
  readonly #chosen = signal<ReadonlyMap<string, boolean>>(new Map());

  protected readonly rows = computed(() => {
    const total = this.operation().steps.reduce((sum, { weight }) => sum + weight, 0);
    return this.operation().steps.map((step) => {
      const events = this.events().filter((event) => event.step === step.name);
      return {
        step,
        events,
        open: this.#chosen().get(step.name) ?? opensByItself(step),
        share: total === 0 ? 0 : step.weight / total,
        icon: step.state === 'pending' ? ('pending' as const) : toneOf('step', step.state),
        latest: (events.findLast(({ stepState }) => stepState === 'running') ?? events.at(-1))?.message ?? '',
      };
    });
  });

  protected toggle(step: string, open: boolean): void {
    this.#chosen.update((chosen) => new Map(chosen).set(step, open));
  }

  protected label(step: string): string {
    const words = step.replace(/[-_]/g, ' ');
    return words.charAt(0).toUpperCase() + words.slice(1);
  }
}

function opensByItself({ state }: OperationStep): boolean {
  return state === 'running' || state === 'retrying' || state === 'failed';
}
