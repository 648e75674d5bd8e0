import { ChangeDetectionStrategy, Component, computed, input, signal } from '@angular/core';
import { MatButtonToggleModule } from '@angular/material/button-toggle';
import { TranslocoDirective } from '@jsverse/transloco';
import { payloadOf } from './payload';
import { readable } from './try-call';

/** What a chaincode gave back or emitted: JSON indented, other text as it is, bytes as base64 or hexadecimal. */
@Component({
  selector: 'app-payload-view',
  imports: [MatButtonToggleModule, TranslocoDirective],
  template: `<ng-container *transloco="let t">
    @if (payload(); as bytes) {
      @if (bytes.kind === 'text') {
        <pre class="code-block" tabindex="0" data-field="payload">{{
          bytes.text === '' ? t('try.empty') : readable(bytes.text)
        }}</pre>
      } @else {
        <mat-button-toggle-group
          hideSingleSelectionIndicator
          [value]="form()"
          [attr.aria-label]="t('payload.form')"
          (valueChange)="form.set($event)"
        >
          <mat-button-toggle value="base64">Base64</mat-button-toggle>
          <mat-button-toggle value="hex">{{ t('payload.hex') }}</mat-button-toggle>
        </mat-button-toggle-group>
        <p class="muted small">{{ t('payload.noText') }}</p>
        <pre class="code-block" tabindex="0" data-field="payload">{{
          form() === 'hex' ? bytes.hex : bytes.base64
        }}</pre>
      }
    }
  </ng-container>`,
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { class: 'stack stack--tight' },
})
export class PayloadViewComponent {
  readonly base64 = input.required<string>();
  protected readonly form = signal<'base64' | 'hex'>('base64');
  protected readonly payload = computed(() => payloadOf(this.base64()));
  protected readonly readable = readable;
}
