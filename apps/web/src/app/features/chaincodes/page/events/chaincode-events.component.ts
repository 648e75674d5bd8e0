import {
  ChangeDetectionStrategy,
  Component,
  DestroyRef,
  computed,
  effect,
  inject,
  input,
  signal,
  untracked,
} from '@angular/core';
import { MatButtonModule } from '@angular/material/button';
import { MatFormFieldModule } from '@angular/material/form-field';
import { MatInputModule } from '@angular/material/input';
import { RouterLink } from '@angular/router';
import { ApiError, type EventsGap, type EventsState, toApiError, type Watch } from '@heddle/client';
import { api, type Chaincode, type ChaincodeEvent } from '@heddle/contracts';
import { TranslocoDirective } from '@jsverse/transloco';
import { ApiClient } from '../../../../core/api/api-client';
import { LiveFeed } from '../../../../live/live-feed';
import { ErrorPanelComponent } from '../../../../ui/error-panel/error-panel.component';
import { HashComponent } from '../../../../ui/hash/hash.component';
import { IconComponent } from '../../../../ui/icon/icon.component';
import { PayloadViewComponent } from '../payload-view.component';
import { noEvents, queryOf, resumed, withEvent, type Following } from './event-list';

const RETRY_MS = 3_000;

/** Events of a chaincode: live while the page is open, or from a block on; until the reader stops or leaves. */
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
  styleUrl: './chaincode-events.component.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class ChaincodeEventsComponent {
  readonly #client = inject(ApiClient);
  readonly #feed = inject(LiveFeed);
  readonly chaincode = input.required<Chaincode>();
  protected readonly fromBlock = signal('');
  protected readonly eventName = signal('');
  protected readonly list = signal(noEvents);
  protected readonly state = signal<'off' | EventsState>('off');
  protected readonly paused = signal(false);
  protected readonly error = signal<ApiError | null>(null);
  /** Events that the live feed left out. */
  protected readonly gap = signal<EventsGap | null>(null);
  /** The chaincode itself changes with each of its operations. */
  readonly #id = computed(() => this.chaincode().id);
  #stream: AbortController | null = null;
  #watch: Watch | null = null;

  constructor() {
    effect(() => {
      this.#id();
      untracked(() => {
        this.follow();
      });
    });
    inject(DestroyRef).onDestroy(() => {
      this.stop();
    });
  }

  protected follow(): void {
    this.#clear();
    this.state.set('connecting');
    const eventName = this.eventName().trim();
    this.#watch = this.#feed.follow({
      chaincode: this.chaincode(),
      event: (event) => {
        if (eventName === '' || event.name === eventName) this.#add(event);
      },
      gap: (gap) => {
        this.gap.set(gap);
      },
      state: (state) => {
        this.state.set(state);
      },
      ended: (error) => {
        this.error.set(error);
        this.state.set('off');
      },
    });
  }

  protected replay(): void {
    this.#replayFrom(Math.max(0, Math.trunc(Number(this.fromBlock())) || 0));
  }

  protected fill({ fromBlock }: EventsGap): void {
    this.fromBlock.set(String(fromBlock));
    this.#replayFrom(fromBlock);
  }

  protected stop(): void {
    this.#watch?.close();
    this.#watch = null;
    this.#stream?.abort();
    this.#stream = null;
    this.state.set('off');
  }

  protected pause(): void {
    if (this.paused()) this.list.update(resumed);
    this.paused.update((paused) => !paused);
  }

  #replayFrom(fromBlock: number): void {
    this.#clear();
    this.#stream = new AbortController();
    void this.#read({ fromBlock, eventName: this.eventName().trim() }, this.#stream.signal);
  }

  #clear(): void {
    this.stop();
    this.list.set(noEvents);
    this.paused.set(false);
    this.error.set(null);
    this.gap.set(null);
  }

  #add(event: ChaincodeEvent): void {
    this.list.update((list) => withEvent(list, event, { paused: this.paused() }));
  }

  /** A stream that breaks goes on after the last event that came, unless the server refuses it. */
  async #read(following: Following, signal: AbortSignal): Promise<void> {
    this.state.set('connecting');
    while (!isAborted(signal)) {
      const failure = await this.#readOnce(following, signal);
      if (isAborted(signal)) return;
      this.error.set(failure);
      if (failure !== null && !failure.retryable && failure.code !== 'unauthenticated') break;
      this.state.set('reconnecting');
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
        this.#add(line);
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
