import { MAT_DIALOG_DATA, MatDialogRef } from '@angular/material/dialog';
import { MatInputHarness } from '@angular/material/input/testing';
import { identityOf } from '../../../../testing/builders';
import { mount, shows } from '../../../../testing/mount';
import { PasswordDialog } from './password.dialog';

async function dialog() {
  const closed: string[] = [];
  const mounted = await mount(PasswordDialog, {
    providers: [
      { provide: MAT_DIALOG_DATA, useValue: identityOf() },
      { provide: MatDialogRef, useValue: { close: (password: string) => closed.push(password) } },
    ],
  });
  const send = async (password: string): Promise<void> => {
    await (await mounted.loader.getHarness(MatInputHarness)).setValue(password);
    mounted.element.querySelector<HTMLButtonElement>('button[type=submit]')?.click();
    await mounted.fixture.whenStable();
  };
  return { ...mounted, closed, send };
}

describe('PasswordDialog', () => {
  it('closes with the password that encrypts the file', async () => {
    const { closed, send, element } = await dialog();
    expect(element.querySelector('input')?.type).toBe('password');
    await send('one two three');
    expect(closed).toEqual(['one two three']);
  });

  it.each([
    ['', 'At least 8 characters'],
    ['short', 'At least 8 characters'],
    ['pässword for it', 'Only letters, digits, blanks and signs of a plain keyboard'],
  ])('refuses %j and says why', async (password, why) => {
    const mounted = await dialog();
    await mounted.send(password);
    await shows(mounted, 'Password for alice');
    expect(mounted.element.querySelector('mat-error')?.textContent.trim()).toBe(why);
    expect(mounted.closed).toEqual([]);
  });
});
