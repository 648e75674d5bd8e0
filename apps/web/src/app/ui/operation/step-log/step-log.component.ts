import type { ElementRef } from '@angular/core';
import {
  ChangeDetectionStrategy,
  Component,
  afterRenderEffect,
  computed,
  inject,
  input,
  signal,
  viewChild,
} from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';
import type { OperationEvent } from '@heddle/contracts';
import { Formats } from '../../time/formats';

/** Lines that are drawn; older ones stay in the store and are said to be left out. */
const SHOWN_LINES = 500;

/** What a step said, in its own words; follows the end until the reader scrolls away from it. */
@Component({
  selector: 'app-step-log',
  imports: [TranslocoDirective],
  template: `<ng-container *transloco="let t">
    <div
      #box
      class="log"
      tabindex="0"
      role="log"
      aria-live="off"
      [attr.aria-label]="t('operation.log')"
      (scroll)="scrolled()"
    >
      @if (hidden() > 0) {
        <p class="cut">{{ t('operation.linesHidden', { count: hidden() }) }}</p>
      }
      @for (event of shown(); track event.seq) {
        <div class="line" [class]="event.level">
          <time [attr.datetime]="event.at">{{ formats.clockTime(event.at) }}</time>
          <span>{{ event.message }}</span>
        </div>
      }
    </div>
    @if (!following() && unseen() > 0) {
      <button class="follow" type="button" (click)="follow()">
        {{ t('operation.newLines', { count: unseen() }) }}
      </button>
    }
  </ng-container>`,
  styleUrl: './step-log.component.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class StepLogComponent {
  protected readonly formats = inject(Formats);
  readonly events = input.required<readonly OperationEvent[]>();
  protected readonly following = signal(true);
  readonly #seen = signal(0);
  private readonly box = viewChild<ElementRef<HTMLElement>>('box');
  protected readonly shown = computed(() => this.events().slice(-SHOWN_LINES));
  protected readonly hidden = computed(() => this.events().length - this.shown().length);
  protected readonly unseen = computed(() => this.events().length - this.#seen());

  constructor() {
    afterRenderEffect(() => {
      this.shown();
      if (this.following()) this.follow();
    });
  }

  protected scrolled(): void {
    const box = this.box()?.nativeElement;
    if (box === undefined) return;
    const atEnd = box.scrollHeight - box.scrollTop - box.clientHeight < 24;
    if (!atEnd && this.following()) this.#seen.set(this.events().length);
    this.following.set(atEnd);
  }

  protected follow(): void {
    const box = this.box()?.nativeElement;
    if (box !== undefined) box.scrollTop = box.scrollHeight;
  }
}
