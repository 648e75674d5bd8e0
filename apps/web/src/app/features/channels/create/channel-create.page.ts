import { ChangeDetectionStrategy, Component, effect, inject, signal, untracked } from '@angular/core';
import { FormField, form, validateStandardSchema } from '@angular/forms/signals';
import { MatCheckboxModule } from '@angular/material/checkbox';
import { MatFormFieldModule } from '@angular/material/form-field';
import { MatInputModule } from '@angular/material/input';
import { Router } from '@angular/router';
import { CreateChannel, api, type ChainId } from '@heddle/contracts';
import { TranslocoDirective } from '@jsverse/transloco';
import { ApiClient } from '../../../core/api/api-client';
import { randomKey } from '../../../core/random-key';
import { ChainStore } from '../../../data/chain/chain.store';
import { chainCrumbs } from '../../../layout/breadcrumbs/chain-crumbs';
import { ErrorPanelComponent } from '../../../ui/error-panel/error-panel.component';
import { RefusalDirective } from '../../../ui/error-panel/refusal.directive';
import { FieldErrors } from '../../../ui/forms/field-errors';
import { FormActionsComponent } from '../../../ui/forms/form-actions.component';
import { FormSender } from '../../../ui/forms/form-sender';
import { draftSchema } from '../../../ui/forms/standard-schema';

interface ChannelDraft {
  name: string;
  organizations: string[];
}
const SCHEMA = draftSchema<ChannelDraft>(CreateChannel, (draft) => ({ ...draft, name: draft.name.trim() }));

@Component({
  selector: 'app-channel-create',
  imports: [
    ErrorPanelComponent,
    FormActionsComponent,
    FormField,
    MatCheckboxModule,
    MatFormFieldModule,
    MatInputModule,
    RefusalDirective,
    TranslocoDirective,
  ],
  templateUrl: './channel-create.page.html',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class ChannelCreatePage {
  readonly #client = inject(ApiClient);
  readonly #router = inject(Router);
  protected readonly store = inject(ChainStore);
  protected readonly errors = inject(FieldErrors);
  protected readonly draft = signal<ChannelDraft>({ name: '', organizations: [] });
  protected readonly form = form(this.draft, (path) => {
    validateStandardSchema(path, SCHEMA);
  });
  protected readonly sender = new FormSender(this.form);
  readonly #idempotencyKey = randomKey();

  constructor() {
    chainCrumbs(() => [
      { key: 'chain.tab.channels', link: 'channels' },
      { key: 'channels.create', link: 'channels/new' },
    ]);
    // All organizations join unless the reader says otherwise; the chain may load after the page.
    effect(() => {
      const organizations = this.store.peerOrganizations();
      untracked(() => {
        this.draft.update((draft) => (draft.organizations.length > 0 ? draft : { ...draft, organizations }));
      });
    });
  }

  protected choose(organization: string, joins: boolean): void {
    this.draft.update((draft) => ({
      ...draft,
      organizations: this.store
        .peerOrganizations()
        .filter((name) => (name === organization ? joins : draft.organizations.includes(name))),
    }));
  }

  protected async create(event: Event): Promise<void> {
    const chainId = this.store.id();
    if (chainId !== null) await this.sender.send(event, () => this.#create(chainId));
  }

  async #create(chainId: ChainId): Promise<void> {
    const { name, organizations } = this.draft();
    const answer = await this.#client.ask(api.channels.create, {
      params: { chainId },
      body: { name: name.trim(), organizations },
      idempotencyKey: this.#idempotencyKey,
    });
    this.store.dispatch({ type: 'channel', channel: answer.resource });
    await this.#router.navigate(['/chains', chainId, 'channels', answer.resource.id]);
  }
}
