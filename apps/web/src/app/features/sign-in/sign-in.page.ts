import { ChangeDetectionStrategy, Component, inject, input, signal } from '@angular/core';
import { FormField, form, submit, validateStandardSchema } from '@angular/forms/signals';
import { MatButtonModule } from '@angular/material/button';
import { MatFormFieldModule } from '@angular/material/form-field';
import { MatInputModule } from '@angular/material/input';
import { Router } from '@angular/router';
import { Login } from '@heddle/contracts';
import { TranslocoDirective } from '@jsverse/transloco';
import { toApiError, type ApiError } from '../../core/api/api-error';
import { LANGUAGES } from '../../core/i18n/languages';
import { Preferences } from '../../core/preferences';
import { SessionStore } from '../../core/session/session.store';
import { ErrorPanelComponent } from '../../ui/error-panel/error-panel.component';
import { outlinedFields } from '../../ui/form-fields';

@Component({
  selector: 'app-sign-in',
  imports: [ErrorPanelComponent, FormField, MatButtonModule, MatFormFieldModule, MatInputModule, TranslocoDirective],
  providers: [outlinedFields],
  templateUrl: './sign-in.page.html',
  styleUrl: './sign-in.page.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class SignInPage {
  readonly #router = inject(Router);
  protected readonly session = inject(SessionStore);
  protected readonly preferences = inject(Preferences);
  protected readonly languages = LANGUAGES;
  /** Where to go afterwards, from the address. */
  readonly returnUrl = input<string>();

  readonly #login = signal<Login>({ username: '', password: '' });
  protected readonly form = form(this.#login, (path) => {
    validateStandardSchema(path, Login);
  });
  protected readonly error = signal<ApiError | null>(null);

  protected async signIn(event: Event): Promise<void> {
    event.preventDefault();
    await submit(this.form, async () => {
      this.error.set(null);
      try {
        await this.session.signIn(this.#login());
        await this.#router.navigateByUrl(this.#destination());
      } catch (error) {
        this.error.set(toApiError(error));
      }
      return undefined;
    });
  }

  /** Only a path of this console: an address from elsewhere in the query must not lead away. */
  #destination(): string {
    const url = this.returnUrl() ?? '/';
    return url.startsWith('/') && !url.startsWith('//') ? url : '/';
  }
}
