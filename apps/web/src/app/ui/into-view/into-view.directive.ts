import { Directive, ElementRef, afterNextRender, inject } from '@angular/core';

/** Scrolls what appears above a long form into sight: whoever pressed its button may look at its end. */
@Directive({ selector: '[appIntoView]' })
export class IntoViewDirective {
  constructor() {
    const { nativeElement } = inject<ElementRef<HTMLElement>>(ElementRef);
    afterNextRender(() => {
      nativeElement.scrollIntoView({ block: 'nearest' });
    });
  }
}
