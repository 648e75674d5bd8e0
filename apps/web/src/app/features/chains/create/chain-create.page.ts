import { ChangeDetectionStrategy, Component, DestroyRef, computed, effect, inject, input, signal } from '@angular/core';
import { FormField, form, validateStandardSchema } from '@angular/forms/signals';
import { MatButtonModule } from '@angular/material/button';
import { MatFormFieldModule } from '@angular/material/form-field';
import { MatInputModule } from '@angular/material/input';
import { Router } from '@angular/router';
import { ChainSpec, api, defaultDomain, defaultMspId, type ChainWarning } from '@heddle/contracts';
import { TranslocoDirective } from '@jsverse/transloco';
import { ApiClient } from '../../../core/api/api-client';
import { Connectivity } from '../../../core/connectivity';
import { randomKey } from '../../../core/random-key';
import { breadcrumbs } from '../../../layout/breadcrumbs/breadcrumbs';
import { CodedTexts } from '../../../ui/coded-texts';
import { ErrorPanelComponent } from '../../../ui/error-panel/error-panel.component';
import { RefusalDirective } from '../../../ui/error-panel/refusal.directive';
import { FieldErrors } from '../../../ui/forms/field-errors';
import { FormActionsComponent } from '../../../ui/forms/form-actions.component';
import { FormSender } from '../../../ui/forms/form-sender';
import { draftSchema } from '../../../ui/forms/standard-schema';
import { IconComponent } from '../../../ui/icon/icon.component';
import {
  draftWarnings,
  forgetDraft,
  loadDraft,
  newOrganization,
  saveDraft,
  toSpecInput,
  type ChainDraft,
} from './chain-draft';
import { ChainReviewComponent } from './chain-review.component';
import { PlacementComponent } from './placement.component';
import { TakenNameComponent } from './taken-name.component';

/** What the server said about a draft without writing anything. */
interface Review {
  nodes: number;
  /** What the console has no words of its own for. */
  warnings: readonly ChainWarning[];
}

const SCHEMA = draftSchema<ChainDraft>(ChainSpec, toSpecInput);
const MAX_ORGANIZATIONS = 20;

@Component({
  selector: 'app-chain-create',
  imports: [
    ChainReviewComponent,
    ErrorPanelComponent,
    FormActionsComponent,
    FormField,
    IconComponent,
    MatButtonModule,
    MatFormFieldModule,
    MatInputModule,
    PlacementComponent,
    RefusalDirective,
    TakenNameComponent,
    TranslocoDirective,
  ],
  templateUrl: './chain-create.page.html',
  styleUrl: './chain-create.page.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class ChainCreatePage {
  readonly #client = inject(ApiClient);
  readonly #router = inject(Router);
  protected readonly connectivity = inject(Connectivity);
  /** Of a link that leads here from a cluster: where the chain is to run. */
  readonly cluster = input<string>();
  protected readonly errors = inject(FieldErrors);
  protected readonly draft = signal(loadDraft(globalThis.sessionStorage));
  protected readonly form = form(this.draft, (path) => {
    validateStandardSchema(path, SCHEMA);
  });
  protected readonly texts = inject(CodedTexts);
  protected readonly warnings = computed(() => draftWarnings(this.draft()));
  protected readonly maxOrganizations = MAX_ORGANIZATIONS;
  protected readonly review = signal<Review | null>(null);
  protected readonly sender = new FormSender(this.form);
  /** One key per reviewed draft: pressing Create twice, or again after a lost answer, makes one chain. */
  #idempotencyKey = randomKey();
  #created = false;

  constructor() {
    breadcrumbs(() => [
      { key: 'nav.chains', link: '/chains' },
      { key: 'chains.create', link: '/chains/new' },
    ]);
    effect(() => {
      const cluster = this.cluster();
      if (cluster !== undefined) this.draft.update((draft) => ({ ...draft, runtime: 'kubernetes', cluster }));
    });
    effect(() => {
      saveDraft(globalThis.sessionStorage, this.draft());
    });
    inject(DestroyRef).onDestroy(() => {
      if (this.#created) forgetDraft(globalThis.sessionStorage);
    });
  }

  protected mspIdHint(name: string): string {
    return name === '' ? '' : defaultMspId(name);
  }

  protected domainHint(name: string): string {
    return name === '' ? '' : defaultDomain(name, this.draft().name === '' ? 'chain' : this.draft().name);
  }

  protected add(): void {
    this.draft.update((draft) => ({
      ...draft,
      organizations: [...draft.organizations, newOrganization(draft.organizations)],
    }));
  }

  protected remove(index: number): void {
    this.draft.update((draft) => ({
      ...draft,
      organizations: draft.organizations.filter((_, position) => position !== index),
    }));
  }

  /** The server's dry run: what it would refuse, it refuses here, before anything is written. */
  protected check(event: Event): Promise<void> {
    return this.sender.send(event, async () => {
      const body = toSpecInput(this.draft());
      const { nodes, warnings } = await this.#client.ask(api.chains.validate, { body });
      this.review.set({ nodes, warnings });
      this.#idempotencyKey = randomKey();
    });
  }

  protected edit(): void {
    this.review.set(null);
    this.sender.clear();
  }

  /** The released chain is forgotten: its name is free, so the form goes on with what was filled in. */
  protected freed(): void {
    this.sender.clear();
  }

  protected create(event: Event): Promise<void> {
    return this.sender.send(event, async () => {
      const body = toSpecInput(this.draft());
      const answer = await this.#client.ask(api.chains.create, { body, idempotencyKey: this.#idempotencyKey });
      this.#created = true;
      await this.#router.navigate(['/chains', answer.resource.id]);
    });
  }
}
