import { ChangeDetectionStrategy, Component, DestroyRef, inject, input, signal } from '@angular/core';
import { MatButtonModule } from '@angular/material/button';
import { MatFormFieldModule } from '@angular/material/form-field';
import { MatInputModule } from '@angular/material/input';
import { RouterLink } from '@angular/router';
import { api, type Chaincode } from '@heddle/contracts';
import { TranslocoDirective } from '@jsverse/transloco';
import { ApiClient } from '../../../../core/api/api-client';
import { ApiError, toApiError } from '../../../../core/api/api-error';
import { ErrorPanelComponent } from '../../../../ui/error-panel/error-panel.component';
import { HashComponent } from '../../../../ui/hash/hash.component';
import { IconComponent } from '../../../../ui/icon/icon.component';
import { PayloadViewComponent } from '../payload-view.component';
import { noEvents, queryOf, resumed, withEvent, type Following } from './event-list';

const RETRY_MS = 3_000;

/** Events of a chaincode: as they are committed, or from a block on; followed until the reader stops or leaves. */
@Component({
  selector: 'app-chaincode-events',
  imports: [
    ErrorPanelComponent,
    HashComponent,
    IconComponent,
    MatButtonModule,
    MatFormFieldModule,
    MatInputModule,
    PayloadViewComponent,
    RouterLink,
    TranslocoDirective,
  ],
  templateUrl: './chaincode-events.component.html',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class ChaincodeEventsComponent {
  readonly #client = inject(ApiClient);
  readonly chaincode = input.required<Chaincode>();
  protected readonly fromBlock = signal('');
  protected readonly eventName = signal('');
  protected readonly list = signal(noEvents);
  protected readonly state = signal<'off' | 'connecting' | 'live'>('off');
  protected readonly paused = signal(false);
  protected readonly error = signal<ApiError | null>(null);
  #stream: AbortController | null = null;

  constructor() {
    inject(DestroyRef).onDestroy(() => {
      this.stop();
    });
  }

  protected follow(): void {
    this.#begin(null);
  }

  protected replay(): void {
    this.#begin(Math.max(0, Math.trunc(Number(this.fromBlock())) || 0));
  }

  protected stop(): void {
    this.#stream?.abort();
    this.state.set('off');
  }

  protected pause(): void {
    if (this.paused()) this.list.update(resumed);
    this.paused.update((paused) => !paused);
  }

  #begin(fromBlock: number | null): void {
    this.#stream?.abort();
    this.#stream = new AbortController();
    this.list.set(noEvents);
    this.paused.set(false);
    this.error.set(null);
    void this.#read({ fromBlock, eventName: this.eventName().trim() }, this.#stream.signal);
  }

  /** A stream that breaks goes on after the last event that came, unless the server refuses it. */
  async #read(following: Following, signal: AbortSignal): Promise<void> {
    while (!isAborted(signal)) {
      this.state.set('connecting');
      const failure = await this.#readOnce(following, signal);
      if (isAborted(signal)) return;
      this.error.set(failure);
      if (failure !== null && !failure.retryable && failure.code !== 'unauthenticated') break;
      await pause(RETRY_MS, signal);
    }
    if (!isAborted(signal)) this.state.set('off');
  }

  async #readOnce(following: Following, signal: AbortSignal): Promise<ApiError | null> {
    const { chainId, channelId, id: chaincodeId } = this.chaincode();
    const params = { chainId, channelId, chaincodeId };
    try {
      const query = queryOf(following, this.list());
      const lines = await this.#client.stream(api.chaincodes.events, { params, query, signal });
      this.state.set('live');
      this.error.set(null);
      for await (const line of lines) {
        if (line.type === 'problem') return new ApiError(line.problem);
        this.list.update((list) => withEvent(list, line, { paused: this.paused() }));
      }
      return null;
    } catch (error) {
      return toApiError(error);
    }
  }
}

/** A call, since the compiler takes a property that it saw false once for false ever after. */
function isAborted(signal: AbortSignal): boolean {
  return signal.aborted;
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
