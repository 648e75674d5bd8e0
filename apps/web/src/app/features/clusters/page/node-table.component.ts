import { ChangeDetectionStrategy, Component, input } from '@angular/core';
import type { ClusterNode } from '@heddle/contracts';
import { TranslocoDirective } from '@jsverse/transloco';
import { IconComponent } from '../../../ui/icon/icon.component';
import { UsageBarComponent } from './usage-bar.component';

/** The worker nodes of a cluster with what they have, what pods ask for, and what is used. */
@Component({
  selector: 'app-node-table',
  imports: [IconComponent, TranslocoDirective, UsageBarComponent],
  template: `<div
    class="app-table-scroll"
    role="region"
    tabindex="0"
    *transloco="let t"
    [attr.aria-label]="t('clusters.nodes')"
  >
    <table class="app-table">
      <thead>
        <tr>
          <th scope="col">{{ t('clusters.node') }}</th>
          <th scope="col">{{ t('clusters.status') }}</th>
          <th scope="col">{{ t('clusters.version') }}</th>
          <th scope="col">{{ t('clusters.cpu') }}</th>
          <th scope="col">{{ t('clusters.memory') }}</th>
          <th scope="col">{{ t('clusters.pods') }}</th>
        </tr>
      </thead>
      <tbody>
        @for (node of nodes(); track node.name) {
          <tr>
            <td class="name">{{ node.name }}</td>
            <td>
              <span class="ready" [class.not]="!node.ready">
                <app-icon [name]="node.ready ? 'ok' : 'bad'" />
                {{ node.ready ? t('clusters.nodeReady') : t('clusters.nodeNotReady') }}
              </span>
              @if (node.reason; as reason) {
                <p class="muted small">{{ reason }}</p>
              }
            </td>
            <td class="whole">{{ node.version }}</td>
            <td>
              <app-usage-bar
                measure="cpu"
                [capacity]="node.capacity.cpuMillis"
                [requested]="node.requested.cpuMillis"
                [used]="node.used?.cpuMillis ?? null"
              />
            </td>
            <td>
              <app-usage-bar
                measure="memory"
                [capacity]="node.capacity.memoryBytes"
                [requested]="node.requested.memoryBytes"
                [used]="node.used?.memoryBytes ?? null"
              />
            </td>
            <td>
              <app-usage-bar measure="pods" [capacity]="node.capacity.pods" [requested]="node.requested.pods" />
            </td>
          </tr>
        }
      </tbody>
    </table>
  </div>`,
  styles: `
    .ready {
      display: inline-flex;
      align-items: center;
      gap: 5px;
      color: var(--app-tone-ok-fg);
      white-space: nowrap;
    }
    .not {
      color: var(--app-tone-bad-fg);
    }
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class NodeTableComponent {
  readonly nodes = input.required<readonly ClusterNode[]>();
}
