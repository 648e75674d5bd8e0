import {
  ChangeDetectionStrategy,
  Component,
  DestroyRef,
  effect,
  inject,
  input,
  output,
  signal,
  untracked,
} from '@angular/core';
import { MatButtonModule } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { ChainId, api, type Chain, type ExistingResource } from '@heddle/contracts';
import { TranslocoDirective } from '@jsverse/transloco';
import { ApiClient } from '../../../core/api/api-client';
import { Attempt } from '../../../core/api/attempt';
import { Connectivity } from '../../../core/connectivity';
import { SessionStore } from '../../../core/session/session.store';
import { Confirmation } from '../../../ui/confirm/confirmation';
import { ErrorPanelComponent } from '../../../ui/error-panel/error-panel.component';
import { RefusalDirective } from '../../../ui/error-panel/refusal.directive';
import { IconComponent } from '../../../ui/icon/icon.component';
import { forgetQuestion } from '../forget-question';

/** The chain whose name was asked for again: the way to it, and a released one can be forgotten on the spot. */
@Component({
  selector: 'app-taken-name',
  imports: [ErrorPanelComponent, IconComponent, MatButtonModule, RefusalDirective, RouterLink, TranslocoDirective],
  template: `<div class="stack" *transloco="let t">
    <div class="row">
      @if (released(); as chain) {
        <button
          matButton="outlined"
          class="bad-button"
          type="button"
          [disabled]="busy() || !connectivity.online()"
          (click)="forget(chain)"
        >
          <app-icon name="delete" /> {{ t('chain.deleteAction', { name: chain.name }) }}
        </button>
      }
      <a [routerLink]="['/chains', existing().id]">{{ t('chainCreate.openExisting') }}</a>
    </div>
    @if (error(); as failure) {
      <app-error-panel appRefusal [error]="failure" [canRetry]="false" />
    }
  </div>`,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class TakenNameComponent {
  readonly #client = inject(ApiClient);
  readonly #destroyRef = inject(DestroyRef);
  readonly #confirmation = inject(Confirmation);
  readonly #session = inject(SessionStore);
  protected readonly connectivity = inject(Connectivity);
  readonly existing = input.required<ExistingResource>();
  /** The name is free again. */
  readonly freed = output();
  /** The chain, once it is known that it can be forgotten. */
  protected readonly released = signal<Chain | null>(null);
  readonly #attempt = new Attempt();
  protected readonly error = this.#attempt.error;
  protected readonly busy = this.#attempt.busy;

  constructor() {
    effect(() => {
      const chainId = ChainId.parse(this.existing().id);
      untracked(() => void this.#load(chainId));
    });
  }

  protected async forget({ id: chainId, name }: Chain): Promise<void> {
    if (!(await this.#confirmation.ask(forgetQuestion({ name })))) return;
    await this.#attempt.run(async () => {
      await this.#client.ask(api.chains.delete, { params: { chainId } });
      // The form may have been sent again meanwhile, which takes this away.
      if (!this.#destroyRef.destroyed) this.freed.emit();
    });
  }

  #load(chainId: ChainId): Promise<void> {
    this.released.set(null);
    return this.#attempt.run(async () => {
      const chain = await this.#client.ask(api.chains.get, { params: { chainId } });
      const forgettable = this.#session.may('chains:write') && chain.allowedActions.includes('delete');
      this.released.set(forgettable ? chain : null);
    });
  }
}
