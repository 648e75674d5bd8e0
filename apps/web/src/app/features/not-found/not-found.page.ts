import { ChangeDetectionStrategy, Component } from '@angular/core';
import { breadcrumbs } from '../../layout/breadcrumbs/breadcrumbs';
import { NotFoundComponent } from '../../ui/not-found/not-found.component';

@Component({
  selector: 'app-not-found-page',
  imports: [NotFoundComponent],
  template: '<app-not-found />',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class NotFoundPage {
  constructor() {
    breadcrumbs(() => [{ key: 'notFound.title', link: '/' }]);
  }
}
