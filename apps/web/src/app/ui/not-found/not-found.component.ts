import { ChangeDetectionStrategy, Component } from '@angular/core';
import { MatButtonModule } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';
import { EmptyComponent } from '../empty/empty.component';

/** In place of a page: what its address names does not exist, and asking again would not bring it back. */
@Component({
  selector: 'app-not-found',
  imports: [EmptyComponent, MatButtonModule, RouterLink, TranslocoDirective],
  template: `<ng-container *transloco="let t">
    <app-empty icon="unknown" [heading]="t('notFound.title')" [text]="t('notFound.text')" [ofPage]="true">
      <a matButton="filled" routerLink="/chains">{{ t('notFound.back') }}</a>
    </app-empty>
  </ng-container>`,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class NotFoundComponent {}
