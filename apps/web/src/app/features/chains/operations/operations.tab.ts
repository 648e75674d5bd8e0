import { ChangeDetectionStrategy, Component, computed, effect, inject } from '@angular/core';
import { MatButtonModule } from '@angular/material/button';
import { TranslocoDirective } from '@jsverse/transloco';
import { ChainStore } from '../../../data/chain/chain.store';
import { errorOf } from '../../../data/load';
import { OperationsStore } from '../../../data/operations/operations.store';
import { chainCrumbs } from '../../../layout/breadcrumbs/chain-crumbs';
import { ErrorPanelComponent } from '../../../ui/error-panel/error-panel.component';
import { OperationTableComponent } from '../../../ui/operation/table/operation-table.component';
import { SkeletonComponent } from '../../../ui/skeleton/skeleton.component';

@Component({
  selector: 'app-operations-tab',
  imports: [ErrorPanelComponent, MatButtonModule, OperationTableComponent, SkeletonComponent, TranslocoDirective],
  providers: [OperationsStore],
  template: `<section class="card" *transloco="let t" [attr.aria-label]="t('chain.tab.operations')">
    @if (error(); as failure) {
      <div class="card__body"><app-error-panel [error]="failure" (retry)="operations.reload()" /></div>
    }
    @if (operations.load().phase === 'loading') {
      <app-skeleton />
    } @else {
      <app-operation-table [operations]="operations.operations()" />
      @if (operations.arrivals() > 0 || operations.hasMore()) {
        <div class="card__body row row--end">
          @if (operations.arrivals() > 0) {
            <button matButton="outlined" type="button" (click)="operations.reload()">
              {{ t('list.arrivals', { count: operations.arrivals() }) }}
            </button>
          }
          @if (operations.hasMore()) {
            <button matButton="outlined" type="button" (click)="operations.more()">{{ t('list.more') }}</button>
          }
        </div>
      }
    }
  </section>`,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class OperationsTab {
  readonly #chain = inject(ChainStore);
  protected readonly operations = inject(OperationsStore);
  protected readonly error = computed(() => errorOf(this.operations.load()));

  constructor() {
    chainCrumbs(() => [{ key: 'chain.tab.operations', link: 'operations' }]);
    effect(() => {
      const chainId = this.#chain.id();
      if (chainId !== null) this.operations.filter({ chainId });
    });
  }
}
