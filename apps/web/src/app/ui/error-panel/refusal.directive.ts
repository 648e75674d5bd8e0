import { Directive, ElementRef, afterRenderEffect, inject } from '@angular/core';
import { ErrorPanelComponent } from './error-panel.component';

/** The answer to something that was asked for just now: scrolled into sight, with the focus, wherever its button is. */
@Directive({ selector: 'app-error-panel[appRefusal]', host: { tabindex: '-1' } })
export class RefusalDirective {
  constructor() {
    const panel = inject(ErrorPanelComponent);
    const { nativeElement } = inject<ElementRef<HTMLElement>>(ElementRef);
    afterRenderEffect(() => {
      panel.error();
      nativeElement.scrollIntoView({ block: 'nearest' });
      nativeElement.focus({ preventScroll: true });
    });
  }
}
