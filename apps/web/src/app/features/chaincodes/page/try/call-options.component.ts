import { ChangeDetectionStrategy, Component, computed, input, model } from '@angular/core';
import { MatButtonModule } from '@angular/material/button';
import { MatFormFieldModule } from '@angular/material/form-field';
import { MatInputModule } from '@angular/material/input';
import { MatSelectModule } from '@angular/material/select';
import { TranslocoDirective } from '@jsverse/transloco';
import { IconComponent } from '../../../../ui/icon/icon.component';
import { majorityOf, transientOf, type CallOptions, type TransientRow } from './call-options';

/** Private input, who signs, and who endorses; with the policy that decides who must. */
@Component({
  selector: 'app-call-options',
  imports: [IconComponent, MatButtonModule, MatFormFieldModule, MatInputModule, MatSelectModule, TranslocoDirective],
  templateUrl: './call-options.component.html',
  styleUrl: './call-options.component.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class CallOptionsComponent {
  readonly options = model.required<CallOptions>();
  readonly organizations = input.required<readonly string[]>();
  /** The endorsement policy of the definition; null where the channel's default holds. */
  readonly policy = input.required<string | null>();
  protected readonly needed = computed(() => majorityOf(this.organizations().length));
  protected readonly transientIsRight = computed(() => transientOf(this.options().transient) !== null);

  protected addRow(): void {
    this.#change({ transient: [...this.options().transient, { key: '', value: '' }] });
  }

  protected setRow(index: number, patch: Partial<TransientRow>): void {
    const transient = this.options().transient.map((row, at) => (at === index ? { ...row, ...patch } : row));
    this.#change({ transient });
  }

  protected removeRow(index: number): void {
    this.#change({ transient: this.options().transient.filter((_, at) => at !== index) });
  }

  protected setOrganization(organization: string | null): void {
    this.#change({ organization });
  }

  protected setEndorsing(endorsing: readonly string[]): void {
    this.#change({ endorsing });
  }

  #change(patch: Partial<CallOptions>): void {
    this.options.update((options) => ({ ...options, ...patch }));
  }
}
