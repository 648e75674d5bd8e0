import type { Injector } from '@angular/core';
import { MatDialog, MatDialogConfig } from '@angular/material/dialog';
import { ChangePasswordDialog } from './password.dialog';

/** Loaded when it is asked for: dialogs and forms are no part of the console's start. */
export function openPasswordDialog(injector: Injector): void {
  const settings = new MatDialogConfig();
  settings.width = '480px';
  injector.get(MatDialog).open(ChangePasswordDialog, settings);
}

/** Dialogs lie over the pages and would outlive the one that opened them. */
export function closeDialogs(injector: Injector): void {
  injector.get(MatDialog).closeAll();
}
