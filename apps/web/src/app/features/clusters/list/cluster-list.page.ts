import { ChangeDetectionStrategy, Component, computed, inject } from '@angular/core';
import { MatButtonModule } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';
import { SessionStore } from '../../../core/session/session.store';
import { ClustersStore } from '../../../data/clusters/clusters.store';
import { errorOf } from '../../../data/load';
import { breadcrumbs } from '../../../layout/breadcrumbs/breadcrumbs';
import { EmptyComponent } from '../../../ui/empty/empty.component';
import { ErrorPanelComponent } from '../../../ui/error-panel/error-panel.component';
import { IconComponent } from '../../../ui/icon/icon.component';
import { SkeletonComponent } from '../../../ui/skeleton/skeleton.component';
import { StatusComponent } from '../../../ui/status/status.component';
import { TimeComponent } from '../../../ui/time/time.component';

/** Every registered cluster, how it was found at its last test, and how many chains it carries. */
@Component({
  selector: 'app-cluster-list',
  imports: [
    EmptyComponent,
    ErrorPanelComponent,
    IconComponent,
    MatButtonModule,
    RouterLink,
    SkeletonComponent,
    StatusComponent,
    TimeComponent,
    TranslocoDirective,
  ],
  providers: [ClustersStore],
  templateUrl: './cluster-list.page.html',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class ClusterListPage {
  protected readonly store = inject(ClustersStore);
  protected readonly session = inject(SessionStore);
  protected readonly error = computed(() => errorOf(this.store.load()));

  constructor() {
    breadcrumbs(() => [{ key: 'nav.clusters', link: '/clusters' }]);
    void this.store.reload();
  }
}
