import { ChangeDetectionStrategy, Component, inject, input } from '@angular/core';
import { MatButtonModule } from '@angular/material/button';
import type { Chain } from '@heddle/contracts';
import { TranslocoDirective } from '@jsverse/transloco';
import { Attempt } from '../../../core/api/attempt';
import { ErrorPanelComponent } from '../../../ui/error-panel/error-panel.component';
import { IconComponent } from '../../../ui/icon/icon.component';
import { IdentitiesApi } from '../identities.api';

/** The files with which Prometheus reads the metrics of a chain's nodes. */
@Component({
  selector: 'app-monitoring',
  imports: [ErrorPanelComponent, IconComponent, MatButtonModule, TranslocoDirective],
  template: `
    <section class="card" aria-labelledby="monitoring" *transloco="let t">
      <div class="card__head">
        <h2 id="monitoring">{{ t('identities.monitoring') }}</h2>
        <button matButton="outlined" type="button" (click)="download()">
          <app-icon name="download" /> {{ t('identities.archive') }}
        </button>
      </div>
      <div class="card__body stack">
        <p class="muted">{{ t('identities.monitoringText') }}</p>
        @if (error(); as failure) {
          <app-error-panel [error]="failure" (retry)="download()" />
        }
      </div>
    </section>
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class MonitoringComponent {
  readonly #api = inject(IdentitiesApi);
  readonly #attempt = new Attempt();
  readonly chain = input.required<Pick<Chain, 'id' | 'name'>>();
  protected readonly error = this.#attempt.error;

  protected download(): Promise<void> {
    return this.#attempt.run(() => this.#api.monitoringArchive(this.chain()));
  }
}
