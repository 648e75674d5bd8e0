import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';
import type { ClusterSettings } from '@heddle/contracts';
import { TranslocoDirective } from '@jsverse/transloco';

/** How chains are laid out on a cluster, to read. */
@Component({
  selector: 'app-settings-facts',
  imports: [TranslocoDirective],
  template: `<dl class="facts" *transloco="let t">
    <div>
      <dt>{{ t('clusters.shared') }}</dt>
      <dd>
        <code>{{ shared() }}</code>
      </dd>
    </div>
    <div>
      <dt>{{ t('clusters.ledgers') }}</dt>
      <dd>
        @if (settings().ledgers; as ledgers) {
          @if (ledgers.type === 'host_path') {
            {{ t('clusters.hostPath') }} <code>{{ ledgers.path }}</code>
          } @else {
            {{ t('clusters.storageClass') }} {{ ledgers.name ?? t('clusters.defaultClass') }}
          }
        }
      </dd>
    </div>
    <div>
      <dt>{{ t('clusters.ledgerSize') }}</dt>
      <dd>{{ settings().ledgerSize }}</dd>
    </div>
    <div>
      <dt>{{ t('clusters.reachability') }}</dt>
      <dd>
        {{ t('reachability.' + settings().reachability) }}
        @if (settings().nodePortHost; as host) {
          <code>{{ host }}</code>
        }
        @if (settings().ingress; as ingress) {
          <code>{{ ingress.address }}</code>
        }
      </dd>
    </div>
    <div>
      <dt>{{ t('clusters.pullSecrets') }}</dt>
      <dd>{{ registries().length === 0 ? '–' : registries().join(', ') }}</dd>
    </div>
    <div>
      <dt>{{ t('clusters.buildEnvironment') }}</dt>
      <dd>{{ variables().length === 0 ? '–' : variables().join(', ') }}</dd>
    </div>
    @for (image of images(); track image[0]) {
      <div>
        <dt>{{ t('clusters.image.' + image[0]) }}</dt>
        <dd>
          <code>{{ image[1] }}</code>
        </dd>
      </div>
    }
  </dl>`,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class SettingsFactsComponent {
  readonly settings = input.required<ClusterSettings>();
  readonly registries = input.required<readonly string[]>();
  protected readonly shared = computed(() => {
    const { shared } = this.settings();
    return shared.type === 'nfs' ? `${shared.server}:${shared.path}` : shared.path;
  });
  /** Names only: values of proxies and mirrors may hold credentials. */
  protected readonly variables = computed(() => Object.keys(this.settings().buildEnvironment));
  protected readonly images = computed(() => Object.entries(this.settings().images));
}
