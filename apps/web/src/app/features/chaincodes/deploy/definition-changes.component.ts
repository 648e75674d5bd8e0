import { ChangeDetectionStrategy, Component, input } from '@angular/core';
import type { DefinitionChange } from '@heddle/contracts';
import { TranslocoDirective } from '@jsverse/transloco';

/** What a definition changes of the committed one, field by field. */
@Component({
  selector: 'app-definition-changes',
  imports: [TranslocoDirective],
  template: `<section class="card" aria-labelledby="changes" *transloco="let t">
    <div class="card__head">
      <h2 id="changes">{{ t('chaincodes.changes') }}</h2>
    </div>
    <div class="app-table-scroll">
      <table class="app-table">
        <thead>
          <tr>
            <th scope="col">{{ t('chaincodes.changesField') }}</th>
            <th scope="col">{{ t('chaincodes.changesBefore') }}</th>
            <th scope="col">{{ t('chaincodes.changesAfter') }}</th>
          </tr>
        </thead>
        <tbody>
          @for (change of changes(); track change.path) {
            <tr>
              <td class="name">{{ change.path }}</td>
              <td>
                @if (change.before === null) {
                  –
                } @else {
                  <code>{{ change.before }}</code>
                }
              </td>
              <td>
                @if (change.after === null) {
                  –
                } @else {
                  <code>{{ change.after }}</code>
                }
              </td>
            </tr>
          } @empty {
            <tr>
              <td colspan="3" class="muted">{{ t('chaincodes.changesNone') }}</td>
            </tr>
          }
        </tbody>
      </table>
    </div>
  </section>`,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class DefinitionChangesComponent {
  readonly changes = input.required<readonly DefinitionChange[]>();
}
