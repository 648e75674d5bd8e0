import {
  ChangeDetectionStrategy,
  Component,
  ElementRef,
  Injector,
  computed,
  effect,
  inject,
  untracked,
} from '@angular/core';
import { MatButtonModule } from '@angular/material/button';
import { MatMenuModule } from '@angular/material/menu';
import { MatTooltipModule } from '@angular/material/tooltip';
import { Router, RouterLink, RouterLinkActive, RouterOutlet } from '@angular/router';
import type { Permission } from '@heddle/contracts';
import { TranslocoDirective } from '@jsverse/transloco';
import { LANGUAGES } from '../../core/i18n/languages';
import { Connectivity } from '../../core/connectivity';
import { Preferences, THEMES, type Theme } from '../../core/preferences';
import { SessionStore } from '../../core/session/session.store';
import { LiveFeed } from '../../live/live-feed';
import { IconComponent } from '../../ui/icon/icon.component';
import { outlinedFields } from '../../ui/form-fields';
import type { IconName } from '../../ui/icon/icons';
import { Breadcrumbs } from '../breadcrumbs/breadcrumbs';
import { ConnectionChipComponent } from '../connection-chip/connection-chip.component';
import { asksForSearch, focusSearch } from './search-key';

const RAIL: readonly { link: string; icon: IconName; key: string; permission: Permission }[] = [
  { link: '/chains', icon: 'chains', key: 'nav.chains', permission: 'chains:read' },
  { link: '/operations', icon: 'operations', key: 'nav.operations', permission: 'operations:read' },
  { link: '/clusters', icon: 'cluster', key: 'nav.clusters', permission: 'clusters:read' },
];
const THEME_ICONS: Readonly<Record<Theme, IconName>> = { system: 'theme', light: 'light', dark: 'dark' };

/** The frame around every page: navigation rail, top bar, and the page itself. */
@Component({
  selector: 'app-shell',
  imports: [
    ConnectionChipComponent,
    IconComponent,
    MatButtonModule,
    MatMenuModule,
    MatTooltipModule,
    RouterLink,
    RouterLinkActive,
    RouterOutlet,
    TranslocoDirective,
  ],
  providers: [outlinedFields],
  templateUrl: './shell.component.html',
  styleUrl: './shell.component.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { '[class.collapsed]': 'preferences.railCollapsed()', '(document:keydown)': 'pressed($event)' },
})
export class ShellComponent {
  readonly #injector = inject(Injector);
  readonly #router = inject(Router);
  readonly #feed = inject(LiveFeed);
  readonly #element = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;
  protected readonly session = inject(SessionStore);
  protected readonly preferences = inject(Preferences);
  protected readonly connectivity = inject(Connectivity);
  protected readonly trail = inject(Breadcrumbs);
  protected readonly rail = computed(() => RAIL.filter(({ permission }) => this.session.may(permission)));
  protected readonly themes = THEMES;
  protected readonly themeIcons = THEME_ICONS;
  protected readonly languages = LANGUAGES;

  protected pressed(event: KeyboardEvent): void {
    if (!this.preferences.shortcuts() || !asksForSearch(event)) return;
    if (focusSearch(this.#element.querySelector('main') ?? this.#element)) event.preventDefault();
  }

  constructor() {
    effect(() => {
      if (this.session.user() === null) untracked(() => void this.#leave());
    });
  }

  protected async changePassword(): Promise<void> {
    const { openPasswordDialog } = await import('../account/dialogs');
    openPasswordDialog(this.#injector);
  }

  /** However the session ended: nothing here can be used without one, and nothing is live. */
  async #leave(): Promise<void> {
    this.#feed.disconnect();
    const wanted = this.#router.currentNavigation()?.extractedUrl.toString() ?? this.#router.url;
    if (wanted.startsWith('/sign-in')) return;
    const queryParams = this.session.expired() ? { returnUrl: wanted } : {};
    await this.#router.navigate(['/sign-in'], { queryParams });
    const { closeDialogs } = await import('../account/dialogs');
    closeDialogs(this.#injector);
  }
}
