import { ChangeDetectionStrategy, Component, effect, inject, input, signal, untracked } from '@angular/core';
import { RouterLink } from '@angular/router';
import { OperationId, api, type Operation } from '@heddle/contracts';
import { TranslocoDirective } from '@jsverse/transloco';
import { ApiClient } from '../../../core/api/api-client';
import { IconComponent } from '../../icon/icon.component';

/** Names the operation that others have to wait for, with the way to it. */
@Component({
  selector: 'app-held-by',
  imports: [IconComponent, RouterLink, TranslocoDirective],
  template: `<ng-container *transloco="let t">
    <app-icon name="busy" />
    <span>
      @if (operation(); as holder) {
        {{
          t('operation.holds', {
            kind: t('operationKind.' + holder.kind),
            subject: holder.subject,
            disables: disables() ? 'yes' : 'no',
          })
        }}
      } @else {
        {{ t('operation.holdsUnnamed', { disables: disables() ? 'yes' : 'no' }) }}
      }
      <a class="in-text" [routerLink]="['/operations', operationId()]">{{ t('operation.openHolder') }}</a>
    </span>
  </ng-container>`,
  styles: `
    :host {
      display: flex;
      align-items: flex-start;
      gap: var(--app-space-2);
    }
    app-icon {
      flex: none;
      margin-top: 2px;
      color: var(--app-tone-busy-line);
    }
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class HeldByComponent {
  readonly #client = inject(ApiClient);
  readonly operationId = input.required<string>();
  /** Whether to say that what would disturb it is disabled. */
  readonly disables = input(false);
  protected readonly operation = signal<Operation | null>(null);

  constructor() {
    effect(() => {
      const operationId = OperationId.parse(this.operationId());
      untracked(() => void this.#name(operationId));
    });
  }

  async #name(operationId: OperationId): Promise<void> {
    this.operation.set(null);
    // Without its name the sentence says less, and the link says why.
    const operation = await this.#client.ask(api.operations.get, { params: { operationId } }).catch(() => null);
    if (operationId === this.operationId()) this.operation.set(operation);
  }
}
