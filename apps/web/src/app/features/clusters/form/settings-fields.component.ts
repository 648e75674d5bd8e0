import { ChangeDetectionStrategy, Component, inject, input } from '@angular/core';
import { FormField, type FieldTree } from '@angular/forms/signals';
import { MatButtonModule } from '@angular/material/button';
import { MatFormFieldModule } from '@angular/material/form-field';
import { MatInputModule } from '@angular/material/input';
import { MatSelectModule } from '@angular/material/select';
import { REACHABILITY } from '@heddle/contracts';
import { TranslocoDirective } from '@jsverse/transloco';
import { FieldErrors } from '../../../ui/forms/field-errors';
import { IconComponent } from '../../../ui/icon/icon.component';
import type { SettingsDraft } from './settings-draft';

const IMAGES = ['peer', 'orderer', 'node', 'go', 'java'] as const;

/** How chains are laid out on a cluster: where ledgers live, how nodes are reached, from which images they run. */
@Component({
  selector: 'app-settings-fields',
  imports: [
    FormField,
    IconComponent,
    MatButtonModule,
    MatFormFieldModule,
    MatInputModule,
    MatSelectModule,
    TranslocoDirective,
  ],
  templateUrl: './settings-fields.component.html',
  styleUrl: './rows.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class SettingsFieldsComponent {
  protected readonly errors = inject(FieldErrors);
  readonly settings = input.required<FieldTree<SettingsDraft>>();
  protected readonly reachability = REACHABILITY;
  protected readonly images = IMAGES;

  protected addVariable(): void {
    this.settings()
      .buildEnvironment()
      .value.update((rows) => [...rows, { name: '', value: '' }]);
  }

  protected removeVariable(index: number): void {
    this.settings()
      .buildEnvironment()
      .value.update((rows) => rows.filter((_, position) => position !== index));
  }
}
