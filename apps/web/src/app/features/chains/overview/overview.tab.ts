import { ChangeDetectionStrategy, Component, computed, effect, inject, linkedSignal } from '@angular/core';
import { MatButtonModule } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { OperationId } from '@heddle/contracts';
import { TranslocoDirective } from '@jsverse/transloco';
import { ChainStore } from '../../../data/chain/chain.store';
import { offeredActions } from '../../../data/chain/offered-actions';
import { OperationsStore } from '../../../data/operations/operations.store';
import { chainCrumbs } from '../../../layout/breadcrumbs/chain-crumbs';
import { CodedTexts } from '../../../ui/coded-texts';
import { IconComponent } from '../../../ui/icon/icon.component';
import { OperationRunComponent } from '../../../ui/operation/run/operation-run.component';
import { HealthReasonsComponent } from '../../../ui/status/health-reasons.component';
import { StatusComponent } from '../../../ui/status/status.component';
import { TimeComponent } from '../../../ui/time/time.component';

/** The chain at a glance: what it is made of, what it warns of, and the operation that runs or ran last. */
@Component({
  selector: 'app-overview-tab',
  imports: [
    HealthReasonsComponent,
    IconComponent,
    MatButtonModule,
    OperationRunComponent,
    RouterLink,
    StatusComponent,
    TimeComponent,
    TranslocoDirective,
  ],
  providers: [OperationsStore],
  templateUrl: './overview.tab.html',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class OverviewTab {
  protected readonly store = inject(ChainStore);
  protected readonly texts = inject(CodedTexts);
  protected readonly offered = computed(() => {
    const chain = this.store.chain();
    return chain === null ? [] : offeredActions(chain);
  });
  readonly #operations = inject(OperationsStore);
  readonly #present = computed(() => this.store.chain()?.operationId ?? null);
  readonly #latest = computed(() => this.#operations.operations()[0]?.id ?? null);

  /** The running operation; once it ended, the same one stays in view. */
  protected readonly operationId = linkedSignal<string | null, OperationId | null>({
    source: () => this.#present(),
    computation: (present, previous) => (present === null ? (previous?.value ?? null) : OperationId.parse(present)),
  });
  protected readonly shownOperation = computed(() => this.operationId() ?? this.#latest());
  protected readonly troubled = computed(() =>
    this.store.nodes().filter(({ status }) => status.state !== 'running' && status.state !== 'stopped'),
  );

  constructor() {
    chainCrumbs(() => []);
    effect(() => {
      const chainId = this.store.id();
      if (chainId !== null) this.#operations.filter({ chainId });
    });
  }
}
