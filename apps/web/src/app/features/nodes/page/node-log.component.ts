import type { ElementRef } from '@angular/core';
import {
  ChangeDetectionStrategy,
  Component,
  DestroyRef,
  afterRenderEffect,
  computed,
  effect,
  inject,
  input,
  signal,
  untracked,
  viewChild,
} from '@angular/core';
import { MatButtonModule } from '@angular/material/button';
import { MatCheckboxModule } from '@angular/material/checkbox';
import { MatFormFieldModule } from '@angular/material/form-field';
import { MatInputModule } from '@angular/material/input';
import { type ApiError, toApiError } from '@heddle/client';
import { api, type ChainId, type NodeId } from '@heddle/contracts';
import { TranslocoDirective } from '@jsverse/transloco';
import { ApiClient } from '../../../core/api/api-client';
import { saveFile } from '../../../core/save-file';
import { ErrorPanelComponent } from '../../../ui/error-panel/error-panel.component';
import { IconComponent } from '../../../ui/icon/icon.component';
import { emptyLog, withChunk } from './log-follower';

const WAIT_MS = 15_000;
const RETRY_MS = 5_000;

/** A node's log from its end, followed by long polls until the reader leaves; its content is put into the toolbar. */
@Component({
  selector: 'app-node-log',
  imports: [
    ErrorPanelComponent,
    IconComponent,
    MatButtonModule,
    MatCheckboxModule,
    MatFormFieldModule,
    MatInputModule,
    TranslocoDirective,
  ],
  templateUrl: './node-log.component.html',
  styleUrl: './node-log.component.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class NodeLogComponent {
  readonly #client = inject(ApiClient);
  readonly chainId = input.required<ChainId>();
  readonly nodeId = input.required<NodeId>();
  readonly name = input.required<string>();
  protected readonly log = signal(emptyLog);
  protected readonly error = signal<ApiError | null>(null);
  protected readonly following = signal(true);
  protected readonly filter = signal('');
  protected readonly wrap = signal(false);
  protected readonly loaded = computed(() => this.log().nextOffset !== undefined);
  protected readonly lines = computed(() => {
    const wanted = this.filter().toLowerCase();
    const text = this.log().text;
    if (wanted === '') return text;
    return text
      .split('\n')
      .filter((line) => line.toLowerCase().includes(wanted))
      .join('\n');
  });
  private readonly box = viewChild<ElementRef<HTMLElement>>('box');
  #polling: AbortController | null = null;

  constructor() {
    effect(() => {
      const params = { chainId: this.chainId(), nodeId: this.nodeId() };
      untracked(() => {
        this.#polling?.abort();
        this.#polling = new AbortController();
        this.log.set(emptyLog);
        void this.#poll(params, this.#polling.signal);
      });
    });
    afterRenderEffect(() => {
      this.lines();
      if (this.following()) this.toEnd();
    });
    inject(DestroyRef).onDestroy(() => this.#polling?.abort());
  }

  protected scrolled(): void {
    const box = this.box()?.nativeElement;
    if (box !== undefined) this.following.set(box.scrollHeight - box.scrollTop - box.clientHeight < 24);
  }

  protected toEnd(): void {
    const box = this.box()?.nativeElement;
    if (box !== undefined) box.scrollTop = box.scrollHeight;
  }

  protected save(): void {
    saveFile(new Blob([this.log().text], { type: 'text/plain' }), `${this.name()}.log`);
  }

  async #poll(params: { chainId: ChainId; nodeId: NodeId }, signal: AbortSignal): Promise<void> {
    for (;;) {
      const { nextOffset } = this.log();
      const query = nextOffset === undefined ? {} : { offset: nextOffset, waitMs: WAIT_MS };
      try {
        const chunk = await this.#client.ask(api.nodes.logs, { params, query, signal });
        this.log.update((log) => withChunk(log, chunk));
        this.error.set(null);
      } catch (error) {
        if (isAborted(signal)) return;
        this.error.set(toApiError(error));
        await pause(RETRY_MS, signal);
      }
      if (isAborted(signal)) return;
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
