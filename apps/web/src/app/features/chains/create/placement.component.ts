import { ChangeDetectionStrategy, Component, computed, effect, inject, input, untracked } from '@angular/core';
import { FormField, type FieldTree } from '@angular/forms/signals';
import { MatButtonModule } from '@angular/material/button';
import { MatFormFieldModule } from '@angular/material/form-field';
import { MatSelectModule } from '@angular/material/select';
import { RouterLink } from '@angular/router';
import { capabilitiesOf, RUNTIMES, type Runtime } from '@heddle/contracts';
import { TranslocoDirective } from '@jsverse/transloco';
import { SessionStore } from '../../../core/session/session.store';
import { ClustersStore } from '../../../data/clusters/clusters.store';
import { errorOf } from '../../../data/load';
import { ErrorPanelComponent } from '../../../ui/error-panel/error-panel.component';
import { FieldErrors } from '../../../ui/forms/field-errors';
import { IconComponent } from '../../../ui/icon/icon.component';

/** Where a chain runs: on this machine, or on one of the registered clusters. */
@Component({
  selector: 'app-placement',
  imports: [
    ErrorPanelComponent,
    FormField,
    IconComponent,
    MatButtonModule,
    MatFormFieldModule,
    MatSelectModule,
    RouterLink,
    TranslocoDirective,
  ],
  providers: [ClustersStore],
  template: `<ng-container *transloco="let t">
    <div class="row" role="group" [attr.aria-label]="t('chains.runtime')">
      @for (choice of runtimes; track choice) {
        <button
          [matButton]="runtime()().value() === choice ? 'tonal' : 'text'"
          type="button"
          [attr.aria-pressed]="runtime()().value() === choice"
          (click)="runtime()().value.set(choice)"
        >
          {{ t('placement.runtime.' + choice) }}
        </button>
      }
    </div>
    @if (onCluster()) {
      @if (error(); as failure) {
        <app-error-panel [error]="failure" (retry)="store.reload()" />
      }
      @if (store.load().phase === 'ready' && store.clusters().length === 0) {
        <p class="none" role="status">
          <app-icon name="info" />
          <span>{{ session.may('clusters:write') ? t('placement.none') : t('placement.noneReader') }}</span>
          @if (session.may('clusters:write')) {
            <a matButton="outlined" routerLink="/clusters/new">{{ t('placement.register') }}</a>
          }
        </p>
        @if (errors.of(cluster()); as problem) {
          <p class="missing" role="alert">{{ problem }}</p>
        }
      } @else {
        <mat-form-field>
          <mat-label>{{ t('placement.cluster') }}</mat-label>
          <mat-select [formField]="cluster()">
            <mat-select-trigger>{{ cluster()().value() }}</mat-select-trigger>
            @for (option of store.clusters(); track option.id) {
              <mat-option [value]="option.name" [disabled]="option.status.state === 'unreachable'">
                {{ option.name }}
                <span class="muted small">{{
                  option.status.state === 'reachable'
                    ? option.server
                    : t('status.cluster.' + option.status.state) + ' · ' + (option.status.reason ?? option.server)
                }}</span>
              </mat-option>
            }
          </mat-select>
          <mat-hint>{{ t('placement.clusterHint') }}</mat-hint>
          <mat-error>{{ errors.of(cluster()) }}</mat-error>
        </mat-form-field>
      }
    } @else {
      <p class="muted small">{{ t('placement.localHint') }}</p>
    }
  </ng-container>`,
  styles: `
    :host {
      display: grid;
      gap: var(--app-space-3);
    }
    .none {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: var(--app-space-3);
    }
    .none span {
      flex: 1;
      min-width: 200px;
    }
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class PlacementComponent {
  protected readonly store = inject(ClustersStore);
  protected readonly session = inject(SessionStore);
  protected readonly errors = inject(FieldErrors);
  readonly runtime = input.required<FieldTree<Runtime>>();
  readonly cluster = input.required<FieldTree<string>>();
  protected readonly runtimes = RUNTIMES;
  protected readonly error = computed(() => errorOf(this.store.load()));

  protected readonly onCluster = computed(() => capabilitiesOf({ runtime: this.runtime()().value() }).cluster);

  constructor() {
    effect(() => {
      if (this.onCluster()) untracked(() => void this.store.reload());
    });
    effect(() => {
      const known = this.store.clusters().filter(({ status }) => status.state !== 'unreachable');
      const [only] = known;
      if (known.length !== 1 || only === undefined) return;
      untracked(() => {
        if (this.onCluster() && this.cluster()().value() === '') this.cluster()().value.set(only.name);
      });
    });
  }
}
