import { Injectable, inject } from '@angular/core';
import { MatDialog } from '@angular/material/dialog';
import { firstValueFrom } from 'rxjs';
import { ConfirmDialog, type Question } from './confirm.dialog';

/** Asks a person before something that cannot be taken back lightly. */
@Injectable({ providedIn: 'root' })
export class Confirmation {
  readonly #dialog = inject(MatDialog);

  async ask(question: Question): Promise<boolean> {
    const dialog = this.#dialog.open<ConfirmDialog, Question, boolean>(ConfirmDialog, {
      data: question,
      width: '520px',
      autoFocus: question.typedName === undefined ? '.cancel' : 'first-tabbable',
      restoreFocus: true,
    });
    return (await firstValueFrom(dialog.afterClosed())) === true;
  }
}
