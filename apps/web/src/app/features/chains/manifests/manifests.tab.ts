import { Clipboard } from '@angular/cdk/clipboard';
import { ChangeDetectionStrategy, Component, computed, effect, inject, input, signal, untracked } from '@angular/core';
import { MatButtonModule } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { api, type ArtifactFile, type ArtifactText, type ChainId } from '@heddle/contracts';
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

const FOLDER = 'manifests/';

/** The manifests that the chain was applied with, one at a time as their YAML. */
@Component({
  selector: 'app-manifests-tab',
  imports: [
    EmptyComponent,
    ErrorPanelComponent,
    IconComponent,
    MatButtonModule,
    RouterLink,
    SkeletonComponent,
    TranslocoDirective,
  ],
  templateUrl: './manifests.tab.html',
  styleUrl: './manifests.tab.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class ManifestsTab {
  readonly #client = inject(ApiClient);
  readonly #clipboard = inject(Clipboard);
  protected readonly store = inject(ChainStore);
  protected readonly formats = inject(Formats);
  /** The manifest that is shown lives in the address. */
  readonly file = input<string>();
  protected readonly files = signal<readonly ArtifactFile[] | null>(null);
  protected readonly text = signal<ArtifactText | null>(null);
  readonly #attempt = new Attempt();
  protected readonly error = this.#attempt.error;
  protected readonly copied = signal(false);
  protected readonly shown = computed(() => {
    const files = this.files() ?? [];
    return files.find(({ path }) => path === this.file()) ?? files[0] ?? null;
  });

  constructor() {
    chainCrumbs(() => [{ key: 'chain.tab.manifests', link: 'manifests' }]);
    effect(() => {
      const chainId = this.store.id();
      if (chainId !== null) untracked(() => void this.load(chainId));
    });
    effect(() => {
      const path = this.shown()?.path;
      const chainId = this.store.id();
      if (path !== undefined && chainId !== null) untracked(() => void this.#read(chainId, path));
    });
  }

  protected load(chainId: ChainId): Promise<void> {
    return this.#attempt.run(async () => {
      const { items } = await this.#client.ask(api.chains.artifacts, { params: { chainId } });
      this.files.set(items.filter(({ path }) => path.startsWith(FOLDER)));
    });
  }

  protected nameOf({ path }: { path: string }): string {
    return path.slice(FOLDER.length);
  }

  protected copy({ text }: ArtifactText): void {
    this.copied.set(this.#clipboard.copy(text));
  }

  protected save({ path, text }: ArtifactText): void {
    saveFile(new Blob([text], { type: 'application/yaml' }), this.nameOf({ path }).replaceAll('/', '-'));
  }

  #read(chainId: ChainId, path: string): Promise<void> {
    return this.#attempt.run(async () => {
      const text = await this.#client.ask(api.chains.artifactText, { params: { chainId }, query: { path } });
      // A slow answer must not replace what was chosen after it.
      if (this.shown()?.path !== path) return;
      this.text.set(text);
      this.copied.set(false);
    });
  }
}
