import { Injectable, inject } from '@angular/core';
import { MatDialog, MatDialogConfig } from '@angular/material/dialog';
import { firstValueFrom } from 'rxjs';
import { ConfirmDialog, type Agreement, type Question } from './confirm.dialog';

/** Asks the user before something that cannot be taken back lightly. */
@Injectable({ providedIn: 'root' })
export class Confirmation {
  readonly #dialog = inject(MatDialog);

  async ask(question: Question): Promise<boolean> {
    return (await this.choose(question)) !== null;
  }

  /** How the question was agreed to; null when it was not. */
  async choose(question: Question): Promise<Agreement | null> {
    const settings = new MatDialogConfig<Question>();
    settings.data = question;
    settings.width = '520px';
    settings.autoFocus = '.cancel';
    const dialog = this.#dialog.open<ConfirmDialog, Question, Agreement | null>(ConfirmDialog, settings);
    return (await firstValueFrom(dialog.afterClosed())) ?? null;
  }
}
