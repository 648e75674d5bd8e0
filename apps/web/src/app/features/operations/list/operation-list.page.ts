import { ChangeDetectionStrategy, Component, computed, effect, inject, input } from '@angular/core';
import { MatButtonModule } from '@angular/material/button';
import { MatFormFieldModule } from '@angular/material/form-field';
import { MatSelectModule } from '@angular/material/select';
import { Router, RouterLink } from '@angular/router';
import { OPERATION_STATES, OperationState } from '@heddle/contracts';
import { TranslocoDirective } from '@jsverse/transloco';
import { errorOf } from '../../../data/load';
import { OperationsStore } from '../../../data/operations/operations.store';
import { breadcrumbs } from '../../../layout/breadcrumbs/breadcrumbs';
import { EmptyComponent } from '../../../ui/empty/empty.component';
import { ErrorPanelComponent } from '../../../ui/error-panel/error-panel.component';
import { OperationTableComponent } from '../../../ui/operation/table/operation-table.component';
import { SkeletonComponent } from '../../../ui/skeleton/skeleton.component';

@Component({
  selector: 'app-operation-list',
  imports: [
    EmptyComponent,
    ErrorPanelComponent,
    MatButtonModule,
    MatFormFieldModule,
    MatSelectModule,
    OperationTableComponent,
    RouterLink,
    SkeletonComponent,
    TranslocoDirective,
  ],
  providers: [OperationsStore],
  templateUrl: './operation-list.page.html',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class OperationListPage {
  readonly #router = inject(Router);
  protected readonly store = inject(OperationsStore);
  /** From the address: shows only operations in this state. */
  readonly state = input<string>();
  protected readonly states = OPERATION_STATES;
  protected readonly chosen = computed(() => OperationState.safeParse(this.state()).data);
  protected readonly error = computed(() => errorOf(this.store.load()));

  constructor() {
    breadcrumbs(() => [{ key: 'nav.operations', link: '/operations' }]);
    effect(() => {
      this.store.filter({ state: this.chosen() });
    });
  }

  protected choose(state: OperationState | null): void {
    void this.#router.navigate([], { queryParams: { state }, replaceUrl: true });
  }
}
