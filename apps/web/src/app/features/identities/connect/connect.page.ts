import {
  ChangeDetectionStrategy,
  Component,
  computed,
  effect,
  inject,
  input,
  linkedSignal,
  signal,
  untracked,
} from '@angular/core';
import { MatButtonModule } from '@angular/material/button';
import { MatFormFieldModule } from '@angular/material/form-field';
import { MatSelectModule } from '@angular/material/select';
import { MatTabsModule } from '@angular/material/tabs';
import { RouterLink } from '@angular/router';
import type { ChainId, ChannelId, ConnectGuide, Identity } from '@heddle/contracts';
import { TranslocoDirective } from '@jsverse/transloco';
import { toApiError, type ApiError } from '../../../core/api/api-error';
import { SessionStore } from '../../../core/session/session.store';
import { ChainStore } from '../../../data/chain/chain.store';
import { chainCrumbs } from '../../../layout/breadcrumbs/chain-crumbs';
import { CodeComponent } from '../../../ui/code/code.component';
import { EmptyComponent } from '../../../ui/empty/empty.component';
import { ErrorPanelComponent } from '../../../ui/error-panel/error-panel.component';
import { outlinedFields } from '../../../ui/form-fields';
import { IconComponent } from '../../../ui/icon/icon.component';
import { SkeletonComponent } from '../../../ui/skeleton/skeleton.component';
import { forwardsOf } from '../forwards';
import { IdentitiesApi, type ConnectKey } from '../identities.api';

/** What an application needs to use a channel, to copy and as one archive. */
@Component({
  selector: 'app-connect-page',
  imports: [
    CodeComponent,
    EmptyComponent,
    ErrorPanelComponent,
    IconComponent,
    MatButtonModule,
    MatFormFieldModule,
    MatSelectModule,
    MatTabsModule,
    RouterLink,
    SkeletonComponent,
    TranslocoDirective,
  ],
  providers: [outlinedFields],
  templateUrl: './connect.page.html',
  styles: `
    mat-form-field {
      width: 220px;
    }
    ul {
      list-style: none;
    }
    li {
      overflow-wrap: anywhere;
    }
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class ConnectPage {
  readonly #api = inject(IdentitiesApi);
  protected readonly store = inject(ChainStore);
  protected readonly session = inject(SessionStore);
  readonly channelId = input.required<ChannelId>();
  protected readonly channel = computed(() => this.store.channels().find(({ id }) => id === this.channelId()) ?? null);
  protected readonly organizations = computed(
    () => this.channel()?.members.map(({ organization }) => organization) ?? [],
  );
  protected readonly organization = linkedSignal(() => this.organizations()[0] ?? '');
  readonly #all = signal<readonly Identity[] | null>(null);
  /** Clients first: applications need no administrator. */
  protected readonly identities = computed(() =>
    (this.#all() ?? [])
      .filter(({ organization }) => organization === this.organization())
      .sort((a, b) => (a.role === b.role ? 0 : a.role === 'client' ? -1 : 1)),
  );
  protected readonly identity = linkedSignal(() => this.identities()[0] ?? null);
  protected readonly guide = signal<ConnectGuide | null>(null);
  protected readonly environment = computed(() =>
    Object.entries(this.guide()?.environment ?? {})
      .map(([name, value]) => `export ${name}="${value}"`)
      .join('\n'),
  );
  /** True once it is known that the organization has no identity to connect with. */
  protected readonly missing = computed(
    () => this.channel() !== null && this.#all() !== null && this.identity() === null,
  );
  protected readonly error = signal<ApiError | null>(null);
  protected readonly forwardsOf = forwardsOf;

  constructor() {
    chainCrumbs(() => [
      { key: 'chain.tab.channels', link: 'channels' },
      { label: this.channel()?.name ?? '…', link: `channels/${this.channelId()}` },
      { key: 'identities.connect', link: `channels/${this.channelId()}/connect` },
    ]);
    effect(() => {
      const chainId = this.store.id();
      if (chainId !== null) untracked(() => void this.#load(chainId));
    });
    effect(() => {
      const key = this.#key();
      untracked(() => {
        // What was shown belongs to another identity.
        this.guide.set(null);
        if (key !== null) void this.#read(key);
      });
    });
  }

  protected retry(): void {
    const key = this.#key();
    const chainId = this.store.id();
    if (key !== null) void this.#read(key);
    else if (chainId !== null) void this.#load(chainId);
  }

  protected async download(guide: ConnectGuide): Promise<void> {
    const key = this.#key();
    if (key !== null) await this.#guarded(() => this.#api.archive(key, guide));
  }

  #key(): ConnectKey | null {
    const [chainId, identity] = [this.store.id(), this.identity()];
    if (chainId === null || identity === null) return null;
    return { chainId, channelId: this.channelId(), identityId: identity.id };
  }

  #load(chainId: ChainId): Promise<void> {
    return this.#guarded(async () => {
      this.#all.set(await this.#api.list(chainId));
    });
  }

  #read(key: ConnectKey): Promise<void> {
    return this.#guarded(async () => {
      const guide = await this.#api.guide(key);
      // A slow answer must not replace what was chosen after it.
      if (this.identity()?.id === key.identityId) this.guide.set(guide);
    });
  }

  async #guarded(work: () => Promise<void>): Promise<void> {
    this.error.set(null);
    try {
      await work();
    } catch (error) {
      this.error.set(toApiError(error));
    }
  }
}
