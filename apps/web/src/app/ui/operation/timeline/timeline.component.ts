import { ChangeDetectionStrategy, Component, computed, inject, input, signal } from '@angular/core';
import { toSignal } from '@angular/core/rxjs-interop';
import { ActivatedRoute } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';
import type { Operation, OperationEvent, OperationStep } from '@heddle/contracts';
import { IconComponent } from '../../icon/icon.component';
import { toneOf } from '../../status/tones';
import { Formats } from '../../time/formats';
import { linkedLine } from '../step-log/log-lines';
import { StepLogComponent } from '../step-log/step-log.component';
import { lastWords } from './last-words';
import { stepLabel } from './step-names';

/** The steps of an operation in order; running and failed ones are open, others open on demand. */
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
  readonly #fragment = toSignal(inject(ActivatedRoute).fragment);
  /** The line that the address points to. */
  readonly #linked = computed(() => linkedLine(this.#fragment() ?? ''));
  /** What the reader opened or closed by hand, by step name. */
  readonly #chosen = signal<ReadonlyMap<string, boolean>>(new Map());

  protected readonly rows = computed(() => {
    const linked = this.#linked();
    return this.operation().steps.map((step) => {
      const events = this.events().filter((event) => event.step === step.name);
      return {
        step,
        events,
        open: this.#chosen().get(step.name) ?? (linked?.step === step.name || opensByItself(step)),
        icon: step.state === 'pending' ? ('pending' as const) : toneOf('step', step.state),
        label: stepLabel(this.operation().kind, step.name),
        latest: lastWords(step, events),
        line: linked?.step === step.name ? linked.line : null,
      };
    });
  });

  protected toggle(step: string, open: boolean): void {
    this.#chosen.update((chosen) => new Map(chosen).set(step, open));
  }
}

function opensByItself({ state }: OperationStep): boolean {
  return state === 'running' || state === 'retrying' || state === 'failed';
}
