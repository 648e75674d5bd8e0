import { ChangeDetectionStrategy, Component, inject, input, signal } from '@angular/core';
import { FormField, form, validateStandardSchema } from '@angular/forms/signals';
import { MatButtonModule } from '@angular/material/button';
import { MatFormFieldModule } from '@angular/material/form-field';
import { MatInputModule } from '@angular/material/input';
import { Router } from '@angular/router';
import { Login } from '@heddle/contracts';
import { TranslocoDirective } from '@jsverse/transloco';
import { LANGUAGES } from '../../core/i18n/languages';
import { Preferences } from '../../core/preferences';
import { SessionStore } from '../../core/session/session.store';
import { breadcrumbs } from '../../layout/breadcrumbs/breadcrumbs';
import { ErrorPanelComponent } from '../../ui/error-panel/error-panel.component';
import { RefusalDirective } from '../../ui/error-panel/refusal.directive';
import { outlinedFields } from '../../ui/form-fields';
import { FormSender } from '../../ui/forms/form-sender';

@Component({
  selector: 'app-sign-in',
  imports: [
    ErrorPanelComponent,
    FormField,
    MatButtonModule,
    MatFormFieldModule,
    MatInputModule,
    RefusalDirective,
    TranslocoDirective,
  ],
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

  constructor() {
    breadcrumbs(() => [{ key: 'signIn.submit', link: '/sign-in' }]);
  }

  /** Where to go afterwards, from the address. */
  readonly returnUrl = input<string>();

  readonly #login = signal<Login>({ username: '', password: '' });
  protected readonly form = form(this.#login, (path) => {
    validateStandardSchema(path, Login);
  });
  protected readonly sender = new FormSender(this.form);

  protected signIn(event: Event): Promise<void> {
    return this.sender.send(event, async () => {
      await this.session.signIn(this.#login());
      await this.#router.navigateByUrl(this.#destination());
    });
  }

  /** Only a path of this console: an address from elsewhere in the query must not lead away. */
  #destination(): string {
    const url = this.returnUrl() ?? '/';
    return url.startsWith('/') && !url.startsWith('//') ? url : '/';
  }
}
