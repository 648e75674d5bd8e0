import { ChangeDetectionStrategy, Component, computed, inject, input } from '@angular/core';
import { MatButtonModule } from '@angular/material/button';
import { MatFormFieldModule } from '@angular/material/form-field';
import { MatInputModule } from '@angular/material/input';
import { MatTooltipModule } from '@angular/material/tooltip';
import { Router, RouterLink } from '@angular/router';
import type { ChainState, Node } from '@heddle/contracts';
import { TranslocoDirective } from '@jsverse/transloco';
import { Connectivity } from '../../../core/connectivity';
import { SessionStore } from '../../../core/session/session.store';
import { ChainStore } from '../../../data/chain/chain.store';
import { chainCrumbs } from '../../../layout/breadcrumbs/chain-crumbs';
import { EmptyComponent } from '../../../ui/empty/empty.component';
import { IconComponent } from '../../../ui/icon/icon.component';
import { StatusComponent } from '../../../ui/status/status.component';
import { Formats } from '../../../ui/time/formats';
import { NodeChanges } from '../change/node-changes';
import { inOrder } from './node-order';

/** States in which the server takes changes of nodes. */
const STARTED: readonly ChainState[] = ['running', 'degraded', 'updating', 'unreachable'];
/** States that a chain never leaves to run again. */
const ENDED: readonly ChainState[] = ['releasing', 'released'];

/** Every node of the chain as it is now; rows change in place. */
@Component({
  selector: 'app-nodes-tab',
  imports: [
    EmptyComponent,
    IconComponent,
    MatButtonModule,
    MatFormFieldModule,
    MatInputModule,
    MatTooltipModule,
    RouterLink,
    StatusComponent,
    TranslocoDirective,
  ],
  providers: [NodeChanges],
  templateUrl: './nodes.tab.html',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class NodesTab {
  readonly #router = inject(Router);
  readonly #changes = inject(NodeChanges);
  readonly #session = inject(SessionStore);
  readonly #connectivity = inject(Connectivity);
  protected readonly store = inject(ChainStore);
  protected readonly formats = inject(Formats);
  /** The search text lives in the address. */
  readonly search = input<string>();
  protected readonly searchText = computed(() => this.search() ?? '');
  protected readonly nodes = computed(() => {
    const wanted = this.searchText().toLowerCase();
    const found = this.store
      .nodes()
      .filter((node) => `${node.name} ${node.organization} ${node.kind}`.includes(wanted));
    return inOrder(found);
  });

  readonly #state = computed(() => this.store.chain()?.status.state ?? null);
  protected readonly mayAdd = computed(() => {
    const state = this.#state();
    return state !== null && !ENDED.includes(state) && this.#session.may('nodes:write');
  });
  /** An operation under way is a reason of its own. */
  protected readonly notRunning = computed(() => {
    const state = this.#state();
    return this.store.anyHolder() === null && state !== null && !STARTED.includes(state);
  });
  protected readonly ready = computed(
    () => this.store.anyHolder() === null && !this.notRunning() && this.#connectivity.online(),
  );

  protected readonly emptyText = computed(() =>
    this.#state() === 'released' ? 'nodes.noneReleased' : 'nodes.noneText',
  );

  constructor() {
    chainCrumbs(() => [{ key: 'chain.tab.nodes', link: 'nodes' }]);
  }

  protected add(): void {
    // A disabled button that can have the focus can be pressed.
    if (this.ready()) void this.#changes.add();
  }

  protected typed(search: string): void {
    void this.#router.navigate([], { queryParams: { search: search.trim() || null }, replaceUrl: true });
  }

  protected height(node: Node): number | null {
    const heights = Object.values(node.blockHeights);
    return heights.length === 0 ? null : Math.max(...heights);
  }
}
