import { ChangeDetectionStrategy, Component, inject, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { Operation } from '@heddle/contracts';
import { TranslocoDirective } from '@jsverse/transloco';
import { StatusComponent } from '../../status/status.component';
import { Formats } from '../../time/formats';
import { TimeComponent } from '../../time/time.component';
import { OperationProgressComponent } from '../progress/operation-progress.component';

@Component({
  selector: 'app-operation-table',
  imports: [OperationProgressComponent, RouterLink, StatusComponent, TimeComponent, TranslocoDirective],
  template: `<div class="app-table-scroll" *transloco="let t">
    <table class="app-table">
      <thead>
        <tr>
          <th scope="col">{{ t('operation.kind') }}</th>
          <th scope="col">{{ t('operation.subject') }}</th>
          <th scope="col">{{ t('operation.state') }}</th>
          <th scope="col">{{ t('operation.progress') }}</th>
          <th scope="col">{{ t('operation.requestedBy') }}</th>
          <th scope="col">{{ t('operation.created') }}</th>
          <th scope="col" class="number">{{ t('operation.took') }}</th>
        </tr>
      </thead>
      <tbody>
        @for (operation of operations(); track operation.id) {
          <tr>
            <td class="name">
              <a [routerLink]="['/operations', operation.id]">{{ t('operationKind.' + operation.kind) }}</a>
            </td>
            <td>
              <a [routerLink]="['/chains', operation.chainId]">{{ operation.subject }}</a>
            </td>
            <td>
              <app-status kind="operation" [state]="operation.state" [reason]="operation.error?.message ?? null" />
            </td>
            <td class="progress">
              <app-operation-progress [operation]="operation" />
            </td>
            <td>{{ operation.requestedBy }}</td>
            <td class="muted"><app-time [at]="operation.createdAt" /></td>
            <td class="number muted">
              @if (operation.startedAt; as startedAt) {
                {{ formats.between(startedAt, operation.finishedAt) }}
              }
            </td>
          </tr>
        }
      </tbody>
    </table>
  </div>`,
  styles: '.progress { min-width: 110px; }',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class OperationTableComponent {
  protected readonly formats = inject(Formats);
  readonly operations = input.required<readonly Operation[]>();
}
