import { ChangeDetectionStrategy, Component, computed, effect, inject, input } from '@angular/core';
import { MatButtonModule } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import type { Operation, OperationId } from '@heddle/contracts';
import { TranslocoDirective } from '@jsverse/transloco';
import { Connectivity } from '../../../core/connectivity';
import { errorOf } from '../../../data/load';
import { OperationStore } from '../../../data/operation/operation.store';
import { Confirmation } from '../../confirm/confirmation';
import { ErrorPanelComponent } from '../../error-panel/error-panel.component';
import { RefusalDirective } from '../../error-panel/refusal.directive';
import { IconComponent } from '../../icon/icon.component';
import { NotFoundComponent } from '../../not-found/not-found.component';
import { SkeletonComponent } from '../../skeleton/skeleton.component';
import { StatusComponent } from '../../status/status.component';
import { Formats } from '../../time/formats';
import { FailurePanelComponent } from '../failure-panel/failure-panel.component';
import { OperationProgressComponent } from '../progress/operation-progress.component';
import { stepLabel } from '../timeline/step-names';
import { TimelineComponent } from '../timeline/timeline.component';

/** One operation as it happens, with what may be done about it: the same wherever an operation shows. */
@Component({
  selector: 'app-operation-run',
  imports: [
    ErrorPanelComponent,
    FailurePanelComponent,
    IconComponent,
    MatButtonModule,
    NotFoundComponent,
    OperationProgressComponent,
    RefusalDirective,
    RouterLink,
    SkeletonComponent,
    StatusComponent,
    TimelineComponent,
    TranslocoDirective,
  ],
  providers: [OperationStore],
  templateUrl: './operation-run.component.html',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class OperationRunComponent {
  readonly #confirmation = inject(Confirmation);
  protected readonly store = inject(OperationStore);
  protected readonly formats = inject(Formats);
  protected readonly connectivity = inject(Connectivity);
  readonly operationId = input.required<OperationId>();
  /** Off where the page itself is about this operation. */
  readonly linked = input(true);
  protected readonly error = computed(() => errorOf(this.store.load()));
  /** The step under way, for those who listen: log lines are never read out. */
  protected readonly current = computed(() => {
    const operation = this.store.operation();
    const step = operation?.steps.find(({ state }) => state === 'running' || state === 'retrying');
    return operation === null || step === undefined ? null : stepLabel(operation.kind, step.name);
  });

  constructor() {
    effect(() => {
      this.store.show(this.operationId());
    });
  }

  protected may(operation: Operation, action: Operation['allowedActions'][number]): boolean {
    return operation.allowedActions.includes(action);
  }

  protected async rollback(operation: Operation): Promise<void> {
    const agreed = await this.#confirmation.ask({
      title: 'operation.rollbackTitle',
      text: 'operation.rollbackText',
      action: 'operation.rollback',
      params: { subject: operation.subject },
    });
    if (agreed) await this.store.rollback();
  }
}
