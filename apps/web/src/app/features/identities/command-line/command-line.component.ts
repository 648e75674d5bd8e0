import { ChangeDetectionStrategy, Component, computed, inject, input, linkedSignal } from '@angular/core';
import { MatButtonModule } from '@angular/material/button';
import { MatFormFieldModule } from '@angular/material/form-field';
import { MatSelectModule } from '@angular/material/select';
import type { ChainId, CommandLineGuide } from '@heddle/contracts';
import { TranslocoDirective } from '@jsverse/transloco';
import { SessionStore } from '../../../core/session/session.store';
import { CodeComponent } from '../../../ui/code/code.component';
import { ErrorPanelComponent } from '../../../ui/error-panel/error-panel.component';
import { outlinedFields } from '../../../ui/form-fields';
import { IconComponent } from '../../../ui/icon/icon.component';
import { SkeletonComponent } from '../../../ui/skeleton/skeleton.component';
import { forwardsOf } from '../forwards';
import { GuideReader } from '../guide-reader';
import { IdentitiesApi, type OrganizationKey } from '../identities.api';

/** How Fabric's own programs are used with an organization's administrator. */
@Component({
  selector: 'app-command-line',
  imports: [
    CodeComponent,
    ErrorPanelComponent,
    IconComponent,
    MatButtonModule,
    MatFormFieldModule,
    MatSelectModule,
    SkeletonComponent,
    TranslocoDirective,
  ],
  providers: [outlinedFields],
  templateUrl: './command-line.component.html',
  styles: `
    mat-form-field {
      width: 220px;
    }
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class CommandLineComponent {
  readonly #api = inject(IdentitiesApi);
  protected readonly session = inject(SessionStore);
  readonly chainId = input.required<ChainId>();
  readonly organizations = input.required<readonly string[]>();
  protected readonly organization = linkedSignal(() => this.organizations().at(-1) ?? '');
  readonly #key = computed<OrganizationKey>(() => ({ chainId: this.chainId(), organization: this.organization() }));
  protected readonly reader = new GuideReader(this.#key, (key) => this.#api.commandLine(key));
  protected readonly guide = this.reader.guide;
  protected readonly error = this.reader.attempt.error;
  protected readonly forwardsOf = forwardsOf;

  protected download(guide: CommandLineGuide): Promise<void> {
    return this.reader.use((key) => this.#api.commandLineArchive(key, guide));
  }
}
