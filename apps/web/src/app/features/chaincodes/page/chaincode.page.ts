import { ChangeDetectionStrategy, Component, computed, effect, inject, input, signal } from '@angular/core';
import { type ApiError, toApiError } from '@heddle/client';
import { api, type Chaincode, type ChaincodeDefinition, type ChaincodeId, type ChannelId } from '@heddle/contracts';
import { TranslocoDirective } from '@jsverse/transloco';
import { ApiClient } from '../../../core/api/api-client';
import { SessionStore } from '../../../core/session/session.store';
import { ChainStore } from '../../../data/chain/chain.store';
import { chainCrumbs } from '../../../layout/breadcrumbs/chain-crumbs';
import { EmptyComponent } from '../../../ui/empty/empty.component';
import { ErrorPanelComponent } from '../../../ui/error-panel/error-panel.component';
import { RefusalDirective } from '../../../ui/error-panel/refusal.directive';
import { lastOperation } from '../../../ui/operation/last-operation';
import { OperationRunComponent } from '../../../ui/operation/run/operation-run.component';
import { HealthReasonsComponent } from '../../../ui/status/health-reasons.component';
import { StatusComponent } from '../../../ui/status/status.component';
import { TimeComponent } from '../../../ui/time/time.component';
import { callableOf } from './callable';
import { ChaincodeActionsComponent } from './chaincode-actions.component';
import { ChaincodeEventsComponent } from './events/chaincode-events.component';
import { TryPanelComponent } from './try-panel.component';

/** One chaincode: its state, its definitions, and a panel to call it. */
@Component({
  selector: 'app-chaincode-page',
  imports: [
    ChaincodeActionsComponent,
    ChaincodeEventsComponent,
    EmptyComponent,
    ErrorPanelComponent,
    HealthReasonsComponent,
    OperationRunComponent,
    RefusalDirective,
    StatusComponent,
    TimeComponent,
    TranslocoDirective,
    TryPanelComponent,
  ],
  templateUrl: './chaincode.page.html',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class ChaincodePage {
  readonly #client = inject(ApiClient);
  readonly #store = inject(ChainStore);
  protected readonly session = inject(SessionStore);
  readonly channelId = input.required<ChannelId>();
  readonly chaincodeId = input.required<ChaincodeId>();
  protected readonly chaincode = computed(
    () => this.#store.chaincodes().find(({ id }) => id === this.chaincodeId()) ?? null,
  );
  protected readonly chain = this.#store.chain;
  protected readonly committed = computed(() => (this.chaincode()?.definition.committedAt ?? null) !== null);
  /** Whether a call would reach the chaincode, and why not. */
  protected readonly callable = computed(() => callableOf(this.chain(), this.chaincode()));
  /** Whether it is just coming or going: there is nothing to offer then, not even for later. */
  protected readonly passing = computed(() => {
    const chaincode = this.chaincode();
    if (chaincode === null || chaincode.operationId === null) return false;
    return !this.committed() || chaincode.status.state === 'removing';
  });
  protected readonly actionError = signal<ApiError | null>(null);
  protected readonly organizations = computed(
    () =>
      this.#store
        .channels()
        .find(({ id }) => id === this.channelId())
        ?.members.map(({ organization }) => organization) ?? [],
  );
  protected readonly operationId = lastOperation(() => ({
    id: this.chaincodeId(),
    operationId: this.chaincode()?.operationId ?? null,
  }));
  protected readonly definitions = signal<readonly ChaincodeDefinition[]>([]);
  protected readonly error = signal<ApiError | null>(null);
  /** Definitions are asked for again whenever the chaincode changed. */
  readonly #revision = computed(() => this.chaincode()?.revision ?? -1);

  constructor() {
    chainCrumbs(() => {
      const base = `channels/${this.channelId()}`;
      return [
        { key: 'chain.tab.channels', link: 'channels' },
        { label: this.chaincode()?.channel ?? '…', link: base },
        { label: this.chaincode()?.name ?? '…', link: `${base}/chaincodes/${this.chaincodeId()}` },
      ];
    });
    effect(() => {
      if (this.#revision() < 0) return;
      const chaincode = this.chaincode();
      if (chaincode !== null) void this.load(chaincode);
    });
  }

  protected async load({ chainId, channelId, id }: Chaincode): Promise<void> {
    try {
      const answer = await this.#client.ask(api.chaincodes.definitions, {
        params: { chainId, channelId, chaincodeId: id },
      });
      this.definitions.set(answer.items);
      this.error.set(null);
    } catch (error) {
      this.error.set(toApiError(error));
    }
  }
}
