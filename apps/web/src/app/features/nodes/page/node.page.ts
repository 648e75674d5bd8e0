import { ChangeDetectionStrategy, Component, computed, inject, input, linkedSignal } from '@angular/core';
import { MatButtonModule } from '@angular/material/button';
import { MatMenuModule } from '@angular/material/menu';
import { capabilitiesOf, type NodeId, type OperationId } from '@heddle/contracts';
import { TranslocoDirective } from '@jsverse/transloco';
import { Connectivity } from '../../../core/connectivity';
import { SessionStore } from '../../../core/session/session.store';
import { ChainStore } from '../../../data/chain/chain.store';
import { chainCrumbs } from '../../../layout/breadcrumbs/chain-crumbs';
import { EmptyComponent } from '../../../ui/empty/empty.component';
import { IconComponent } from '../../../ui/icon/icon.component';
import { OperationRunComponent } from '../../../ui/operation/run/operation-run.component';
import { HealthReasonsComponent } from '../../../ui/status/health-reasons.component';
import { StatusComponent } from '../../../ui/status/status.component';
import { Formats } from '../../../ui/time/formats';
import { TimeComponent } from '../../../ui/time/time.component';
import { NodeChanges } from '../change/node-changes';
import type { ChangeableNode } from '../change/node-questions';
import { LogLevelComponent } from './log-level.component';
import { NodeLogComponent } from './node-log.component';

@Component({
  selector: 'app-node-page',
  imports: [
    EmptyComponent,
    HealthReasonsComponent,
    IconComponent,
    LogLevelComponent,
    MatButtonModule,
    MatMenuModule,
    NodeLogComponent,
    OperationRunComponent,
    StatusComponent,
    TimeComponent,
    TranslocoDirective,
  ],
  providers: [NodeChanges],
  templateUrl: './node.page.html',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class NodePage {
  protected readonly changes = inject(NodeChanges);
  protected readonly store = inject(ChainStore);
  protected readonly session = inject(SessionStore);
  protected readonly connectivity = inject(Connectivity);
  protected readonly formats = inject(Formats);
  readonly nodeId = input.required<NodeId>();
  protected readonly node = computed(() => this.store.nodes().find(({ id }) => id === this.nodeId()) ?? null);
  /** Nodes that are processes share their machine's resources. */
  protected readonly resizable = computed(() => {
    const chain = this.store.chain();
    return chain !== null && capabilitiesOf(chain).resize;
  });
  protected readonly changeable = computed<ChangeableNode | null>(() => {
    const node = this.node();
    return node === null || node.kind === 'chaincode' ? null : { ...node, kind: node.kind };
  });
  /** The node where it has lost a ledger, which it gets again when it is recreated. */
  protected readonly lost = computed(() => {
    const has = this.node()?.health.reasons.some(({ code }) => code === 'ledger_lost') === true;
    return has && this.session.may('nodes:write') ? this.changeable() : null;
  });
  /** Chaincode servers have no log level, and others only while they run. */
  protected readonly levelled = computed(
    () => this.changeable() !== null && ['running', 'unready'].includes(this.node()?.status.state ?? ''),
  );
  protected readonly ready = computed(() => this.store.anyHolder() === null && this.connectivity.online());
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

  /** Shows the operation of a change that was begun. */
  protected async follow(change: Promise<OperationId | null>): Promise<void> {
    const operationId = await change;
    if (operationId !== null) this.started.set(operationId);
  }
}
