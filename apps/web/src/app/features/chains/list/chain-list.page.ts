import { ChangeDetectionStrategy, Component, computed, effect, inject, input } from '@angular/core';
import { MatButtonModule } from '@angular/material/button';
import { MatFormFieldModule } from '@angular/material/form-field';
import { MatInputModule } from '@angular/material/input';
import { Router, RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';
import { SessionStore } from '../../../core/session/session.store';
import { ChainsStore } from '../../../data/chains/chains.store';
import { errorOf } from '../../../data/load';
import { breadcrumbs } from '../../../layout/breadcrumbs/breadcrumbs';
import { EmptyComponent } from '../../../ui/empty/empty.component';
import { ErrorPanelComponent } from '../../../ui/error-panel/error-panel.component';
import { IconComponent } from '../../../ui/icon/icon.component';
import { SkeletonComponent } from '../../../ui/skeleton/skeleton.component';
import { StatusComponent } from '../../../ui/status/status.component';
import { TimeComponent } from '../../../ui/time/time.component';

const SEARCH_DEBOUNCE_MS = 250;

@Component({
  selector: 'app-chain-list',
  imports: [
    EmptyComponent,
    ErrorPanelComponent,
    IconComponent,
    MatButtonModule,
    MatFormFieldModule,
    MatInputModule,
    RouterLink,
    SkeletonComponent,
    StatusComponent,
    TimeComponent,
    TranslocoDirective,
  ],
  providers: [ChainsStore],
  templateUrl: './chain-list.page.html',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class ChainListPage {
  readonly #router = inject(Router);
  protected readonly store = inject(ChainsStore);
  protected readonly session = inject(SessionStore);
  /** The search text lives in the address, so that a link shows the same list. */
  readonly search = input<string>();
  protected readonly searchText = computed(() => this.search() ?? '');
  protected readonly error = computed(() => errorOf(this.store.load()));
  #pending: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    breadcrumbs(() => [{ key: 'nav.chains', link: '/chains' }]);
    effect(() => {
      this.store.filter({ search: this.searchText(), state: '' });
    });
  }

  protected typed(search: string): void {
    clearTimeout(this.#pending);
    this.#pending = setTimeout(() => {
      void this.#router.navigate([], { queryParams: { search: search.trim() || null }, replaceUrl: true });
    }, SEARCH_DEBOUNCE_MS);
  }
}
