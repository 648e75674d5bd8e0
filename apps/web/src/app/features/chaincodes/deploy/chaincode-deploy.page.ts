import { ChangeDetectionStrategy, Component, computed, effect, inject, input, signal, untracked } from '@angular/core';
import { FormField, form, validateStandardSchema } from '@angular/forms/signals';
import { MatButtonModule } from '@angular/material/button';
import { MatCheckboxModule } from '@angular/material/checkbox';
import { MatFormFieldModule } from '@angular/material/form-field';
import { MatInputModule } from '@angular/material/input';
import { Router, RouterLink } from '@angular/router';
import {
  DeployChaincode,
  UpgradeChaincode,
  api,
  capabilitiesOf,
  type ChainId,
  type ChaincodeId,
  type ChaincodeOrigin,
  type ChaincodeProject,
  type ChaincodeSource,
  type ChannelId,
} from '@heddle/contracts';
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
import {
  changesOf,
  deploySchema,
  newChaincode,
  takeOverOf,
  toDeployInput,
  toUpgradeInput,
  upgradeOf,
  upgradeSchema,
} from './chaincode-draft';
import { CommittedDefinitions } from './committed-definitions';
import { DefinitionChangesComponent } from './definition-changes.component';
import { SampleGalleryComponent, type ChosenSample } from './sample-gallery.component';
import { SourceUploadComponent } from './source-upload.component';

/** Deploys a new chaincode or, with an id in its address, upgrades one. */
@Component({
  selector: 'app-chaincode-deploy',
  imports: [
    DefinitionChangesComponent,
    ErrorPanelComponent,
    FormActionsComponent,
    FormField,
    MatButtonModule,
    MatCheckboxModule,
    MatFormFieldModule,
    MatInputModule,
    RefusalDirective,
    RouterLink,
    SampleGalleryComponent,
    SourceUploadComponent,
    TranslocoDirective,
  ],
  providers: [CommittedDefinitions],
  templateUrl: './chaincode-deploy.page.html',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class ChaincodeDeployPage {
  readonly #client = inject(ApiClient);
  readonly #router = inject(Router);
  readonly #store = inject(ChainStore);
  protected readonly errors = inject(FieldErrors);
  protected readonly ledger = inject(CommittedDefinitions);
  readonly chainId = input.required<ChainId>();
  readonly channelId = input.required<ChannelId>();
  readonly chaincodeId = input<ChaincodeId>();
  /** Of a chaincode whose first deployment failed, to deploy again, or that another client committed, to take over. */
  readonly name = input<string>();
  protected readonly channel = computed(() => this.#store.channels().find(({ id }) => id === this.channelId()) ?? null);
  protected readonly chaincode = computed(
    () => this.#store.chaincodes().find(({ id }) => id === this.chaincodeId()) ?? null,
  );
  protected readonly held = computed(() => this.#store.holderOf(this.channelId()));
  protected readonly takesImages = computed(() => {
    const chain = this.#store.chain();
    return chain !== null && capabilitiesOf(chain).images;
  });
  protected readonly upgrading = computed(() => this.chaincodeId() !== undefined);
  protected readonly draft = signal(newChaincode);
  protected readonly form = form(this.draft, (path) => {
    validateStandardSchema(path, () => (this.upgrading() ? upgradeSchema : deploySchema));
  });
  protected readonly sender = new FormSender(this.form, ['collections']);
  protected readonly policyExample = computed(() => {
    const members = (this.channel()?.members ?? []).map(({ mspId }) => `'${mspId}.peer'`).join(', ');
    return `AND(${members})`;
  });
  /** What is committed on the channel under the draft's name; null when nothing is. */
  protected readonly committed = computed(() => this.ledger.named(this.draft().name.trim()));
  /** Null while nothing is committed, or the draft is not valid. */
  protected readonly changes = computed(() => {
    const committed = this.committed();
    if (committed === null) return null;
    return changesOf(this.upgrading() ? toUpgradeInput(this.draft()) : toDeployInput(this.draft()), committed);
  });
  protected readonly existing = computed(() => this.sender.error()?.existing ?? null);
  readonly #idempotencyKey = randomKey();

  constructor() {
    chainCrumbs(() => {
      const base = `channels/${this.channelId()}`;
      const known = this.chaincode();
      return [
        { key: 'chain.tab.channels', link: 'channels' },
        { label: this.channel()?.name ?? '…', link: base },
        ...(known === null ? [] : [{ label: known.name, link: `${base}/chaincodes/${known.id}` }]),
        { key: this.upgrading() ? 'chaincodes.upgrade' : 'chaincodes.deploy', link: `${base}/chaincodes/new` },
      ];
    });
    effect(() => {
      const name = this.name();
      if (name !== undefined) this.draft.update((draft) => ({ ...draft, name }));
    });
    effect(() => {
      const params = { chainId: this.chainId(), channelId: this.channelId() };
      untracked(() => void this.ledger.load(params));
    });
    effect(() => {
      const chaincode = this.chaincode();
      if (!this.ledger.settled()) return;
      // Only the first time: live news of the chaincode must not overwrite what is being typed.
      untracked(() => {
        if (chaincode !== null && this.draft().name !== chaincode.name) {
          this.draft.set(upgradeOf(chaincode, this.ledger.named(chaincode.name) ?? undefined));
        }
      });
    });
    effect(() => {
      const outside = this.ledger.named(this.name() ?? '');
      if (outside !== null) this.draft.set(takeOverOf(outside));
    });
  }

  protected uploaded(source: ChaincodeSource): void {
    const suggested = source.fileName.replace(/\.(zip|tar\.gz|tgz|go|js|ts|java)$/i, '').replace(/[^A-Za-z0-9]+/g, '-');
    this.draft.update((draft) => ({
      ...draft,
      name: draft.name === '' ? suggested.replace(/^-|-$/g, '') : draft.name,
      origin: { ...draft.origin, sourceId: source.id, project: source.defaultProject },
    }));
  }

  /** A sample brings its name and the collections that it needs. */
  protected sampled({ sample, source }: ChosenSample): void {
    this.draft.update((draft) => ({
      ...draft,
      name: sample.name,
      collections: sample.collections.length === 0 ? '' : JSON.stringify(sample.collections, null, 2),
      origin: { ...draft.origin, sourceId: source.id, project: source.defaultProject },
    }));
  }

  protected project(project: ChaincodeProject): void {
    this.draft.update((draft) => ({ ...draft, origin: { ...draft.origin, project } }));
  }

  protected origin(type: ChaincodeOrigin['type']): void {
    this.draft.update((draft) => ({ ...draft, origin: { ...draft.origin, type } }));
  }

  protected async takeCollections(file: File | null): Promise<void> {
    if (file === null) return;
    const collections = await file.text();
    this.draft.update((draft) => ({ ...draft, collections }));
  }

  protected send(event: Event): Promise<void> {
    return this.sender.send(event, async () => {
      const { resource } = await this.#send();
      this.#store.dispatch({ type: 'chaincode', chaincode: resource });
      const { chainId, channelId, id } = resource;
      await this.#router.navigate(['/chains', chainId, 'channels', channelId, 'chaincodes', id]);
    });
  }

  #send() {
    const params = { chainId: this.chainId(), channelId: this.channelId() };
    const idempotencyKey = this.#idempotencyKey;
    const chaincodeId = this.chaincodeId();
    if (chaincodeId === undefined) {
      const body = DeployChaincode.parse(toDeployInput(this.draft()));
      return this.#client.ask(api.chaincodes.deploy, { params, body, idempotencyKey });
    }
    const body = UpgradeChaincode.parse(toUpgradeInput(this.draft()));
    return this.#client.ask(api.chaincodes.upgrade, { params: { ...params, chaincodeId }, body, idempotencyKey });
  }
}
