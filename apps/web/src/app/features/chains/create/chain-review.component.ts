import { ChangeDetectionStrategy, Component, computed, inject, input } from '@angular/core';
import { capabilitiesOf, defaultDomain, defaultMspId, type ChainWarning } from '@heddle/contracts';
import { TranslocoDirective } from '@jsverse/transloco';
import { CodedTexts } from '../../../ui/coded-texts';
import { IconComponent } from '../../../ui/icon/icon.component';
import type { ChainDraft } from './chain-draft';

/** What is about to be made, in full, after the server found it sound. */
@Component({
  selector: 'app-chain-review',
  imports: [IconComponent, TranslocoDirective],
  template: `<ng-container *transloco="let t">
    <section class="card" [attr.aria-label]="t('chainCreate.review')">
      <div class="card__head">
        <h2>{{ draft().name }}</h2>
        <span class="sound"><app-icon name="ok" /> {{ t('chainCreate.sound') }}</span>
      </div>
      <div class="card__body stack">
        <dl class="facts">
          <div>
            <dt>{{ t('chainCreate.nodes') }}</dt>
            <dd class="figure">{{ nodes() }}</dd>
          </div>
          <div>
            <dt>{{ t('chainCreate.orderers') }}</dt>
            <dd class="figure">{{ draft().ordering.orderers }}</dd>
          </div>
          <div>
            <dt>{{ t('chainCreate.organizations') }}</dt>
            <dd class="figure">{{ draft().organizations.length }}</dd>
          </div>
          <div>
            <dt>{{ t('chains.runtime') }}</dt>
            @if (onCluster()) {
              <dd class="figure">{{ draft().cluster }}</dd>
              <dd class="muted small">{{ t('runtime.' + draft().runtime) }}</dd>
            } @else {
              <dd class="figure">{{ t('runtime.' + draft().runtime) }}</dd>
            }
          </div>
        </dl>
        @for (warning of warnings(); track warning.message) {
          <p class="notice">
            <app-icon name="warn" /> <span>{{ texts.of('chainWarning', warning) }}</span>
          </p>
        }
      </div>
      <div class="app-table-scroll">
        <table class="app-table">
          <thead>
            <tr>
              <th scope="col">{{ t('chainCreate.organizationName') }}</th>
              <th scope="col">{{ t('chainCreate.mspId') }}</th>
              <th scope="col">{{ t('chainCreate.domain') }}</th>
              <th scope="col" class="number">{{ t('chainCreate.nodes') }}</th>
            </tr>
          </thead>
          <tbody>
            <tr>
              <td class="name">{{ draft().ordering.organization.name }}</td>
              <td>{{ draft().ordering.organization.mspId || mspId(draft().ordering.organization.name) }}</td>
              <td>{{ draft().ordering.organization.domain || domain(draft().ordering.organization.name) }}</td>
              <td class="number">{{ draft().ordering.orderers }}</td>
            </tr>
            @for (organization of draft().organizations; track $index) {
              <tr>
                <td class="name">{{ organization.name }}</td>
                <td>{{ organization.mspId || mspId(organization.name) }}</td>
                <td>{{ organization.domain || domain(organization.name) }}</td>
                <td class="number">{{ organization.peers }}</td>
              </tr>
            }
          </tbody>
        </table>
      </div>
    </section>
  </ng-container>`,
  styles: `
    .sound,
    .notice {
      display: inline-flex;
      align-items: center;
      gap: var(--app-space-2);
      color: var(--app-tone-ok-fg);
    }
    .notice {
      padding: var(--app-space-2) var(--app-space-3);
      border-radius: var(--app-radius-sm);
      background: var(--app-tone-warn-bg);
      color: var(--app-tone-warn-fg);
    }
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class ChainReviewComponent {
  readonly draft = input.required<ChainDraft>();
  readonly nodes = input.required<number>();
  readonly warnings = input.required<readonly ChainWarning[]>();
  protected readonly texts = inject(CodedTexts);
  protected readonly mspId = defaultMspId;
  protected readonly onCluster = computed(() => capabilitiesOf(this.draft()).cluster);

  protected domain(organization: string): string {
    return defaultDomain(organization, this.draft().name);
  }
}
