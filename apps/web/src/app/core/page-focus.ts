import { DOCUMENT, Injector, afterNextRender, inject } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { NavigationEnd, Router } from '@angular/router';
import { filter } from 'rxjs';

/** After each navigation the focus is where the new page begins: what had it is gone, and a screen reader would say nothing. */
export function focusNewPages(): void {
  const injector = inject(Injector);
  const document = inject(DOCUMENT);
  let shown: string | null = null;
  inject(Router)
    .events.pipe(
      filter((event) => event instanceof NavigationEnd),
      takeUntilDestroyed(),
    )
    .subscribe(({ urlAfterRedirects }) => {
      const [path = ''] = urlAfterRedirects.split(/[?#]/);
      // The first page has the browser's own focus; a filter or a line of a log is no new page.
      const isNew = shown !== null && shown !== path;
      shown = path;
      if (isNew) {
        afterNextRender(
          () => {
            focusPage(document);
          },
          { injector },
        );
      }
    });
}

function focusPage(document: Document): void {
  // Between the tabs of one page the focus stays on the tab, for the next one to be near.
  if (document.activeElement?.closest('[role=tablist]') != null) return;
  const [main] = document.getElementsByTagName('main');
  const heading = main?.querySelector('h1');
  heading?.setAttribute('tabindex', '-1');
  (main?.querySelector<HTMLElement>('[autofocus]') ?? heading ?? main)?.focus();
}
