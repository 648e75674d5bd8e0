import { ChangeDetectionStrategy, Component, computed, inject, input } from '@angular/core';
import { MatFormFieldModule } from '@angular/material/form-field';
import { MatInputModule } from '@angular/material/input';
import { Router, RouterLink } from '@angular/router';
import type { Node } from '@heddle/contracts';
import { TranslocoDirective } from '@jsverse/transloco';
import { ChainStore } from '../../../data/chain/chain.store';
import { chainCrumbs } from '../../../layout/breadcrumbs/chain-crumbs';
import { EmptyComponent } from '../../../ui/empty/empty.component';
import { IconComponent } from '../../../ui/icon/icon.component';
import { StatusComponent } from '../../../ui/status/status.component';
import { Formats } from '../../../ui/time/formats';
import { inOrder } from './node-order';

/** Every node of the chain as it is now; rows change in place. */
@Component({
  selector: 'app-nodes-tab',
  imports: [
    EmptyComponent,
    IconComponent,
    MatFormFieldModule,
    MatInputModule,
    RouterLink,
    StatusComponent,
    TranslocoDirective,
  ],
  templateUrl: './nodes.tab.html',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class NodesTab {
  readonly #router = inject(Router);
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

  protected readonly emptyText = computed(() =>
    this.store.chain()?.status.state === 'released' ? 'nodes.noneReleased' : 'nodes.noneText',
  );

  constructor() {
    chainCrumbs(() => [{ key: 'chain.tab.nodes', link: 'nodes' }]);
  }

  protected typed(search: string): void {
    void this.#router.navigate([], { queryParams: { search: search.trim() || null }, replaceUrl: true });
  }

  protected height(node: Node): number | null {
    const heights = Object.values(node.blockHeights);
    return heights.length === 0 ? null : Math.max(...heights);
  }
}
