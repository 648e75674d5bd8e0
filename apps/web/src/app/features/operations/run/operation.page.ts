import { ChangeDetectionStrategy, Component, input } from '@angular/core';
import type { OperationId } from '@heddle/contracts';
import { TranslocoDirective } from '@jsverse/transloco';
import { breadcrumbs } from '../../../layout/breadcrumbs/breadcrumbs';
import { OperationRunComponent } from '../../../ui/operation/run/operation-run.component';

@Component({
  selector: 'app-operation-page',
  imports: [OperationRunComponent, TranslocoDirective],
  template: `<div class="page" *transloco="let t">
    <h1>{{ t('operations.one') }}</h1>
    <app-operation-run [operationId]="operationId()" [linked]="false" />
  </div>`,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class OperationPage {
  readonly operationId = input.required<OperationId>();

  constructor() {
    breadcrumbs(() => [
      { key: 'nav.operations', link: '/operations' },
      { label: this.operationId().slice(0, 8), link: `/operations/${this.operationId()}` },
    ]);
  }
}
