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
import { GuideReader } from '../guide-reader';
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
  readonly #key = computed<ConnectKey | null>(() => {
    const [chainId, identity] = [this.store.id(), this.identity()];
    return chainId === null || identity === null
      ? null
      : { chainId, channelId: this.channelId(), identityId: identity.id };
  });
  protected readonly reader = new GuideReader(this.#key, (key) => this.#api.guide(key));
  protected readonly guide = this.reader.guide;
  protected readonly environment = computed(() =>
    Object.entries(this.guide()?.environment ?? {})
      .map(([name, value]) => `export ${name}="${value}"`)
      .join('\n'),
  );
  /** True once it is known that the organization has no identity to connect with. */
  protected readonly missing = computed(
    () => this.channel() !== null && this.#all() !== null && this.identity() === null,
  );
  protected readonly error = this.reader.attempt.error;
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
  }

  protected retry(): Promise<void> {
    const chainId = this.store.id();
    return this.#key() === null && chainId !== null ? this.#load(chainId) : this.reader.read();
  }

  protected download(guide: ConnectGuide): Promise<void> {
    return this.reader.use((key) => this.#api.archive(key, guide));
  }

  #load(chainId: ChainId): Promise<void> {
    return this.reader.attempt.run(async () => {
      this.#all.set(await this.#api.list(chainId));
    });
  }
}
