import { ChangeDetectionStrategy, Component, computed, effect, inject, signal } from '@angular/core';
import { MatButtonModule } from '@angular/material/button';
import { MatMenuModule } from '@angular/material/menu';
import { api, type ArtifactFile, type Chain, type ChainId } from '@heddle/contracts';
import { TranslocoDirective } from '@jsverse/transloco';
import { ApiClient } from '../../../core/api/api-client';
import { Attempt } from '../../../core/api/attempt';
import { saveFile } from '../../../core/save-file';
import { ChainStore } from '../../../data/chain/chain.store';
import { chainCrumbs } from '../../../layout/breadcrumbs/chain-crumbs';
import { EmptyComponent } from '../../../ui/empty/empty.component';
import { ErrorPanelComponent } from '../../../ui/error-panel/error-panel.component';
import { IconComponent } from '../../../ui/icon/icon.component';
import { SkeletonComponent } from '../../../ui/skeleton/skeleton.component';
import { Formats } from '../../../ui/time/formats';
import { TimeComponent } from '../../../ui/time/time.component';

/** The public files of a chain, one by one to read about and as one archive to take along. */
@Component({
  selector: 'app-artifacts-tab',
  imports: [
    EmptyComponent,
    ErrorPanelComponent,
    IconComponent,
    MatButtonModule,
    MatMenuModule,
    SkeletonComponent,
    TimeComponent,
    TranslocoDirective,
  ],
  templateUrl: './artifacts.tab.html',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class ArtifactsTab {
  readonly #client = inject(ApiClient);
  protected readonly store = inject(ChainStore);
  protected readonly formats = inject(Formats);
  protected readonly files = signal<readonly ArtifactFile[] | null>(null);
  readonly #attempt = new Attempt();
  protected readonly error = this.#attempt.error;
  protected readonly total = computed(() => (this.files() ?? []).reduce((sum, { size }) => sum + size, 0));

  constructor() {
    chainCrumbs(() => [{ key: 'chain.tab.artifacts', link: 'artifacts' }]);
    effect(() => {
      const chainId = this.store.id();
      if (chainId !== null) void this.load(chainId);
    });
  }

  protected load(chainId: ChainId): Promise<void> {
    return this.#attempt.run(async () => {
      this.files.set((await this.#client.ask(api.chains.artifacts, { params: { chainId } })).items);
    });
  }

  protected archive(chain: Chain): Promise<void> {
    return this.#attempt.run(async () => {
      const { content } = await this.#client.download(api.chains.artifactsArchive, { params: { chainId: chain.id } });
      saveFile(content, `${chain.name}.tar.gz`);
    });
  }

  protected profile(chain: Chain, organization: string): Promise<void> {
    return this.#attempt.run(async () => {
      const input = { params: { chainId: chain.id }, query: { organization } };
      const profile = await this.#client.ask(api.chains.connectionProfile, input);
      const text = JSON.stringify(profile, null, 2);
      saveFile(new Blob([text], { type: 'application/json' }), `${chain.name}-${organization}.json`);
    });
  }
}
