import { Injectable, inject } from '@angular/core';
import { MatDialog, MatDialogConfig } from '@angular/material/dialog';
import { firstValueFrom } from 'rxjs';
import { ChangeDialog, type ChangeQuestion } from './change.dialog';
import type { Changed } from './considered-change';

/** Asks the user before a chain is changed, with what will happen. */
@Injectable({ providedIn: 'root' })
export class ChangeConfirmation {
  readonly #dialog = inject(MatDialog);

  /** What the server accepted; null if the user cancelled. `returnFocusTo` selects what gets the focus then. */
  async ask(question: ChangeQuestion, returnFocusTo?: string): Promise<Changed | null> {
    const settings = new MatDialogConfig<ChangeQuestion>();
    settings.data = question;
    settings.width = '560px';
    settings.autoFocus = '.cancel';
    settings.restoreFocus = returnFocusTo ?? true;
    const dialog = this.#dialog.open<ChangeDialog, ChangeQuestion, Changed>(ChangeDialog, settings);
    return (await firstValueFrom(dialog.afterClosed())) ?? null;
  }
}
