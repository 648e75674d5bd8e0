import { ChangeDetectionStrategy, Component, computed, inject, input, output, signal } from '@angular/core';
import { MatButtonModule } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { type ApiError, toApiError } from '@heddle/client';
import { api, type Chaincode, type Operation } from '@heddle/contracts';
import { TranslocoDirective } from '@jsverse/transloco';
import { ApiClient } from '../../../core/api/api-client';
import { Connectivity } from '../../../core/connectivity';
import { SessionStore } from '../../../core/session/session.store';
import { ChainStore } from '../../../data/chain/chain.store';
import { Confirmation } from '../../../ui/confirm/confirmation';
import { IconComponent } from '../../../ui/icon/icon.component';
import { removeQuestion, stopQuestion } from './chaincode-questions';

/** What may be done with a chaincode now. */
@Component({
  selector: 'app-chaincode-actions',
  imports: [IconComponent, MatButtonModule, RouterLink, TranslocoDirective],
  template: `<ng-container *transloco="let t">
    @if (committed()) {
      <a
        matButton="outlined"
        [routerLink]="held() ? null : 'upgrade'"
        [disabled]="held()"
        [attr.aria-describedby]="heldBy()"
        ><app-icon name="upload" /> {{ t('chaincodes.upgrade') }}</a
      >
      @if (served()) {
        @if (['stopped', 'degraded', 'unavailable'].includes(chaincode().status.state)) {
          <button
            matButton="filled"
            type="button"
            [disabled]="!ready()"
            [attr.aria-describedby]="heldBy()"
            (click)="start()"
          >
            <app-icon name="start" /> {{ t('chaincodes.start') }}
          </button>
        }
        @if (chaincode().status.state !== 'stopped') {
          <button
            matButton="outlined"
            type="button"
            [disabled]="!ready()"
            [attr.aria-describedby]="heldBy()"
            (click)="stop()"
          >
            <app-icon name="stop" /> {{ t('chaincodes.stop') }}
          </button>
        }
      }
    } @else {
      <a
        matButton="outlined"
        [routerLink]="held() ? null : '../new'"
        [disabled]="held()"
        [attr.aria-describedby]="heldBy()"
        [queryParams]="{ name: chaincode().name }"
        ><app-icon name="upload" /> {{ t('chaincodes.deployAgain') }}</a
      >
    }
    <button
      matButton="outlined"
      class="bad-button"
      type="button"
      [disabled]="!ready()"
      [attr.aria-describedby]="heldBy()"
      (click)="remove()"
    >
      <app-icon name="delete" /> {{ t('chaincodes.remove') }}
    </button>
  </ng-container>`,
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { class: 'row' },
})
export class ChaincodeActionsComponent {
  readonly #client = inject(ApiClient);
  readonly #store = inject(ChainStore);
  readonly #confirmation = inject(Confirmation);
  protected readonly session = inject(SessionStore);
  protected readonly connectivity = inject(Connectivity);
  readonly chaincode = input.required<Chaincode>();
  /** Why something could not be asked for; null once it could. */
  readonly failed = output<ApiError | null>();
  protected readonly acting = signal(false);
  protected readonly committed = computed(() => this.chaincode().definition.committedAt !== null);
  protected readonly served = computed(() => this.chaincode().definition.origin.type !== 'external');
  protected readonly held = computed(() => this.#store.holderOf(this.chaincode().channelId) !== null);
  /** The element of the chain's page that says why nothing can be done now. */
  protected readonly heldBy = computed(() => (this.held() ? 'held-by' : null));
  protected readonly ready = computed(() => !this.acting() && !this.held() && this.connectivity.online());
  readonly #params = computed(() => {
    const { chainId, channelId, id: chaincodeId } = this.chaincode();
    return { chainId, channelId, chaincodeId };
  });

  protected start(): Promise<void> {
    return this.#act(() => this.#client.ask(api.chaincodes.start, { params: this.#params() }));
  }

  protected async stop(): Promise<void> {
    if (!(await this.#confirmation.ask(stopQuestion(this.chaincode())))) return;
    await this.#act(() => this.#client.ask(api.chaincodes.stop, { params: this.#params() }));
  }

  protected async remove(): Promise<void> {
    if (!(await this.#confirmation.ask(removeQuestion(this.chaincode())))) return;
    const body = { confirmName: this.chaincode().name };
    await this.#act(() => this.#client.ask(api.chaincodes.remove, { params: this.#params(), body }));
  }

  async #act(ask: () => Promise<{ resource: Chaincode; operation: Operation }>): Promise<void> {
    this.acting.set(true);
    try {
      const { resource } = await ask();
      this.#store.dispatch({ type: 'chaincode', chaincode: resource });
      this.failed.emit(null);
    } catch (error) {
      this.failed.emit(toApiError(error));
    } finally {
      this.acting.set(false);
    }
  }
}
