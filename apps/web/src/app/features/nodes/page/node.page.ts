import { ChangeDetectionStrategy, Component, computed, inject, input, linkedSignal } from '@angular/core';
import { MatButtonModule } from '@angular/material/button';
import { MatDialog, MatDialogConfig } from '@angular/material/dialog';
import { api, type Node, type NodeId, type OperationId } from '@heddle/contracts';
import { TranslocoDirective } from '@jsverse/transloco';
import { firstValueFrom } from 'rxjs';
import { ApiClient } from '../../../core/api/api-client';
import { Attempt } from '../../../core/api/attempt';
import { Connectivity } from '../../../core/connectivity';
import { SessionStore } from '../../../core/session/session.store';
import { ChainStore } from '../../../data/chain/chain.store';
import { chainCrumbs } from '../../../layout/breadcrumbs/chain-crumbs';
import { Confirmation } from '../../../ui/confirm/confirmation';
import { EmptyComponent } from '../../../ui/empty/empty.component';
import { ErrorPanelComponent } from '../../../ui/error-panel/error-panel.component';
import { RefusalDirective } from '../../../ui/error-panel/refusal.directive';
import { IconComponent } from '../../../ui/icon/icon.component';
import { OperationRunComponent } from '../../../ui/operation/run/operation-run.component';
import { HealthReasonsComponent } from '../../../ui/status/health-reasons.component';
import { StatusComponent } from '../../../ui/status/status.component';
import { Formats } from '../../../ui/time/formats';
import { TimeComponent } from '../../../ui/time/time.component';
import { NodeLogComponent } from './node-log.component';
import { ResizeDialog, type Resized } from './resize.dialog';

@Component({
  selector: 'app-node-page',
  imports: [
    EmptyComponent,
    ErrorPanelComponent,
    HealthReasonsComponent,
    IconComponent,
    MatButtonModule,
    NodeLogComponent,
    OperationRunComponent,
    RefusalDirective,
    StatusComponent,
    TimeComponent,
    TranslocoDirective,
  ],
  templateUrl: './node.page.html',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class NodePage {
  readonly #client = inject(ApiClient);
  readonly #confirmation = inject(Confirmation);
  readonly #dialog = inject(MatDialog);
  protected readonly store = inject(ChainStore);
  protected readonly session = inject(SessionStore);
  protected readonly connectivity = inject(Connectivity);
  protected readonly formats = inject(Formats);
  readonly nodeId = input.required<NodeId>();
  protected readonly node = computed(() => this.store.nodes().find(({ id }) => id === this.nodeId()) ?? null);
  readonly #attempt = new Attempt();
  protected readonly error = this.#attempt.error;
  /** Nodes that are processes share their machine's resources. */
  protected readonly resizable = computed(() => this.store.chain()?.runtime === 'kubernetes');
  protected readonly ready = computed(
    () => !this.#attempt.busy() && this.store.anyHolder() === null && this.connectivity.online(),
  );
  /** The element of the chain's page that says why nothing can be done now. */
  protected readonly heldBy = computed(() => (this.store.anyHolder() === null ? null : 'held-by'));
  /** What was begun here: it runs beside the node's facts and log, which show what comes of it. */
  protected readonly started = linkedSignal<NodeId, OperationId | null>({
    source: this.nodeId,
    computation: () => null,
  });

  constructor() {
    chainCrumbs(() => [
      { key: 'chain.tab.nodes', link: 'nodes' },
      { label: this.node()?.name ?? '…', link: `nodes/${this.nodeId()}` },
    ]);
  }

  protected entries(record: Record<string, string | number>): [string, string | number][] {
    return Object.entries(record);
  }

  protected async resize(node: Node): Promise<void> {
    const settings = new MatDialogConfig<Node>();
    settings.data = node;
    settings.width = '560px';
    const dialog = this.#dialog.open<ResizeDialog, Node, Resized>(ResizeDialog, settings);
    const resized = await firstValueFrom(dialog.afterClosed());
    if (resized === undefined) return;
    this.#begun(resized);
  }

  protected async restart(node: Node): Promise<void> {
    const question = { title: 'nodes.restartTitle', text: 'nodes.restartText', action: 'nodes.restart' };
    if (!(await this.#confirmation.ask({ ...question, params: { name: node.name } }))) return;
    const params = { chainId: node.chainId, nodeId: node.id };
    await this.#attempt.run(async () => {
      this.#begun(await this.#client.call(api.nodes.restart, { params }));
    });
  }

  #begun({ resource, operation }: Resized): void {
    this.store.dispatch({ type: 'node', node: resource });
    this.started.set(operation.id);
  }
}
