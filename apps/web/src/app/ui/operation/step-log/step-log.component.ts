import type { ElementRef } from '@angular/core';
import {
  ChangeDetectionStrategy,
  Component,
  afterRenderEffect,
  computed,
  inject,
  input,
  linkedSignal,
  signal,
  viewChild,
} from '@angular/core';
import { RouterLink } from '@angular/router';
import type { OperationEvent } from '@heddle/contracts';
import { TranslocoDirective } from '@jsverse/transloco';
import { saveFile } from '../../../core/save-file';
import { IconComponent } from '../../icon/icon.component';
import { Formats } from '../../time/formats';
import { linesWith, logText } from './log-lines';

/** Lines that are drawn at first and with every wish for earlier ones. */
const SHOWN_LINES = 500;

/** What a step said, in its own words; follows the end until the reader scrolls away from it. */
@Component({
  selector: 'app-step-log',
  imports: [IconComponent, RouterLink, TranslocoDirective],
  templateUrl: './step-log.component.html',
  styleUrl: './step-log.component.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class StepLogComponent {
  protected readonly formats = inject(Formats);
  readonly step = input.required<string>();
  readonly events = input.required<readonly OperationEvent[]>();
  /** The line that the address points to. */
  readonly line = input<number | null>(null);
  protected readonly search = signal('');
  protected readonly wrap = signal(true);
  /** A link to a line is no wish to be at the end. */
  protected readonly following = linkedSignal(() => this.line() === null);
  readonly #seen = signal(0);
  readonly #limit = linkedSignal(() => {
    const line = this.line();
    return line === null ? SHOWN_LINES : Math.max(SHOWN_LINES, this.events().length - line + SHOWN_LINES / 2);
  });
  readonly #found = computed(() => linesWith(this.events(), this.search()));
  private readonly box = viewChild<ElementRef<HTMLElement>>('box');
  protected readonly shown = computed(() => this.#found().slice(-this.#limit()));
  protected readonly hidden = computed(() => this.#found().length - this.shown().length);
  protected readonly unseen = computed(() => this.events().length - this.#seen());
  /** The linked line that was brought into view already: it is shown once, not held. */
  #revealed: number | null = null;

  constructor() {
    afterRenderEffect(() => {
      this.shown();
      this.#reveal();
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

  protected earlier(): void {
    this.following.set(false);
    this.#limit.update((limit) => limit + SHOWN_LINES);
  }

  /** Everything that the step said, whatever is drawn or searched for. */
  protected save(): void {
    saveFile(new Blob([logText(this.events())], { type: 'text/plain' }), `${this.step()}.log`);
  }

  #reveal(): void {
    const line = this.line();
    if (line === null || line === this.#revealed) return;
    const element = this.box()?.nativeElement.querySelector('.linked');
    if (element === null || element === undefined) return;
    this.#revealed = line;
    element.scrollIntoView({ block: 'center' });
  }
}
