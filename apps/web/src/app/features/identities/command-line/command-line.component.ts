import {
  ChangeDetectionStrategy,
  Component,
  effect,
  inject,
  input,
  linkedSignal,
  signal,
  untracked,
} from '@angular/core';
import { MatButtonModule } from '@angular/material/button';
import { MatFormFieldModule } from '@angular/material/form-field';
import { MatSelectModule } from '@angular/material/select';
import type { ChainId, CommandLineGuide } from '@heddle/contracts';
import { TranslocoDirective } from '@jsverse/transloco';
import { toApiError, type ApiError } from '../../../core/api/api-error';
import { SessionStore } from '../../../core/session/session.store';
import { CodeComponent } from '../../../ui/code/code.component';
import { ErrorPanelComponent } from '../../../ui/error-panel/error-panel.component';
import { outlinedFields } from '../../../ui/form-fields';
import { IconComponent } from '../../../ui/icon/icon.component';
import { SkeletonComponent } from '../../../ui/skeleton/skeleton.component';
import { forwardsOf } from '../forwards';
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
  protected readonly guide = signal<CommandLineGuide | null>(null);
  protected readonly error = signal<ApiError | null>(null);
  protected readonly forwardsOf = forwardsOf;

  constructor() {
    effect(() => {
      const key = this.#key();
      untracked(() => void this.#read(key));
    });
  }

  protected retry(): Promise<void> {
    return this.#read(this.#key());
  }

  protected download(guide: CommandLineGuide): Promise<void> {
    return this.#guarded(() => this.#api.commandLineArchive(this.#key(), guide));
  }

  #key(): OrganizationKey {
    return { chainId: this.chainId(), organization: this.organization() };
  }

  #read(key: OrganizationKey): Promise<void> {
    return this.#guarded(async () => {
      const guide = await this.#api.commandLine(key);
      // A slow answer must not replace what was chosen after it.
      if (this.organization() === key.organization) this.guide.set(guide);
    });
  }

  async #guarded(work: () => Promise<void>): Promise<void> {
    this.error.set(null);
    try {
      await work();
    } catch (error) {
      this.error.set(toApiError(error));
    }
  }
}
