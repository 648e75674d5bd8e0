import { ChangeDetectionStrategy, Component, computed, effect, inject, signal, untracked } from '@angular/core';
import { MatButtonModule } from '@angular/material/button';
import { MatDialog, MatDialogConfig } from '@angular/material/dialog';
import { MatMenuModule } from '@angular/material/menu';
import type { ChainId, Identity, IdentityDownload } from '@heddle/contracts';
import { TranslocoDirective } from '@jsverse/transloco';
import { firstValueFrom } from 'rxjs';
import { Attempt } from '../../../core/api/attempt';
import { SessionStore } from '../../../core/session/session.store';
import { ChainStore } from '../../../data/chain/chain.store';
import { chainCrumbs } from '../../../layout/breadcrumbs/chain-crumbs';
import { EmptyComponent } from '../../../ui/empty/empty.component';
import { ErrorPanelComponent } from '../../../ui/error-panel/error-panel.component';
import { HashComponent } from '../../../ui/hash/hash.component';
import { IconComponent } from '../../../ui/icon/icon.component';
import { SkeletonComponent } from '../../../ui/skeleton/skeleton.component';
import { TimeComponent } from '../../../ui/time/time.component';
import { CommandLineComponent } from '../command-line/command-line.component';
import { PasswordDialog } from '../download/password.dialog';
import { IdentitiesApi } from '../identities.api';
import { IssueDialog, type IssueInput } from '../issue/issue.dialog';
import { MonitoringComponent } from '../monitoring/monitoring.component';

const PLAIN_FORMATS = ['pem', 'msp', 'wallet'] as const;

/** Client and admin identities of a chain, and the access of command line programs and Prometheus. */
@Component({
  selector: 'app-identities-tab',
  imports: [
    CommandLineComponent,
    EmptyComponent,
    ErrorPanelComponent,
    HashComponent,
    IconComponent,
    MatButtonModule,
    MatMenuModule,
    MonitoringComponent,
    SkeletonComponent,
    TimeComponent,
    TranslocoDirective,
  ],
  templateUrl: './identities.tab.html',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class IdentitiesTab {
  readonly #api = inject(IdentitiesApi);
  readonly #dialog = inject(MatDialog);
  protected readonly store = inject(ChainStore);
  protected readonly session = inject(SessionStore);
  protected readonly identities = signal<readonly Identity[] | null>(null);
  readonly #attempt = new Attempt();
  protected readonly error = this.#attempt.error;
  protected readonly formats = PLAIN_FORMATS;
  /** Organizations that have a CA, with the ordering service's. */
  protected readonly organizations = computed(() => [
    ...new Set((this.identities() ?? []).map(({ organization }) => organization)),
  ]);

  constructor() {
    chainCrumbs(() => [{ key: 'chain.tab.identities', link: 'identities' }]);
    effect(() => {
      const chainId = this.store.id();
      if (chainId !== null) untracked(() => void this.load(chainId));
    });
  }

  protected load(chainId: ChainId): Promise<void> {
    return this.#attempt.run(async () => {
      this.identities.set(await this.#api.list(chainId));
    });
  }

  protected attributesOf({ attributes }: Identity): string[] {
    return Object.entries(attributes).flatMap(([name, value]) => (name.startsWith('hf.') ? [] : [`${name}=${value}`]));
  }

  protected async issue(chainId: ChainId): Promise<void> {
    const data: IssueInput = { chainId, organizations: this.organizations() };
    const settings = dialogOf(data);
    const dialog = this.#dialog.open<IssueDialog, IssueInput, Identity>(IssueDialog, settings);
    if ((await firstValueFrom(dialog.afterClosed())) !== undefined) await this.load(chainId);
  }

  protected download(chainId: ChainId, identity: Identity, format: (typeof PLAIN_FORMATS)[number]): Promise<void> {
    return this.#save(chainId, identity, { format });
  }

  protected async downloadPkcs12(chainId: ChainId, identity: Identity): Promise<void> {
    const settings = dialogOf(identity);
    const dialog = this.#dialog.open<PasswordDialog, Identity, string>(PasswordDialog, settings);
    const password = await firstValueFrom(dialog.afterClosed());
    if (password !== undefined) await this.#save(chainId, identity, { format: 'pkcs12', password });
  }

  #save(chainId: ChainId, identity: Identity, asked: IdentityDownload): Promise<void> {
    return this.#attempt.run(() => this.#api.download(chainId, identity, asked));
  }
}

function dialogOf<Data>(data: Data): MatDialogConfig<Data> {
  const settings = new MatDialogConfig<Data>();
  settings.data = data;
  settings.width = '560px';
  return settings;
}
